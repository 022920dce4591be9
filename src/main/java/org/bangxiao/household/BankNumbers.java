package org.bangxiao.household;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.bangxiao.platform.Secrets;

/**
 * Opens names and account numbers of households and of villages' collectives for a bank's file, whose maker answers for the audit
 * trail, and seals those of collectives. For settlement only.
 */
@ApplicationScoped
public class BankNumbers {
    private final Secrets secrets;

    BankNumbers(Secrets secrets) {
        this.secrets = secrets;
    }

    /** Whether that may be the number of an account in a bank of this country: 12 to 19 digits. */
    public static boolean isAccount(String number) {
        return number.matches("\\d{12,19}");
    }

    public String account(UUID payee, byte[] cipher) {
        return secrets.decrypt(cipher, SealedHousehold.place(payee, "bank"));
    }

    public String name(UUID payee, byte[] cipher) {
        return secrets.decrypt(cipher, SealedHousehold.place(payee, "head"));
    }

    /** A collective's account number, bound to its village. */
    public byte[] sealAccount(UUID village, String account) {
        return secrets.encrypt(account, SealedHousehold.place(village, "bank"));
    }

    /** The name a collective has at its bank, bound to its village. */
    public byte[] sealName(UUID village, String name) {
        return secrets.encrypt(name, SealedHousehold.place(village, "head"));
    }
}
