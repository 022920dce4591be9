package org.bangxiao.household;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.bangxiao.platform.Secrets;

/** Opens names and account numbers for a bank's file, whose maker answers for the audit trail. For settlement only. */
@ApplicationScoped
public class BankNumbers {
    private final Secrets secrets;

    BankNumbers(Secrets secrets) {
        this.secrets = secrets;
    }

    public String account(UUID household, byte[] cipher) {
        return secrets.decrypt(cipher, SealedHousehold.place(household, "bank"));
    }

    public String name(UUID household, byte[] cipher) {
        return secrets.decrypt(cipher, SealedHousehold.place(household, "head"));
    }
}
