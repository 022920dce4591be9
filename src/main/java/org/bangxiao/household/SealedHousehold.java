package org.bangxiao.household;

import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Secrets;
import org.jspecify.annotations.Nullable;

/** A household ready for the table: nothing in here is personal in the clear. */
record SealedHousehold(
        UUID id,
        String villageCode,
        String villageName,
        String headMasked,
        Buffer head,
        Buffer idNumber,
        Buffer idNumberHash,
        @Nullable Buffer bank,
        @Nullable String bankLast4,
        @Nullable String bankCode,
        int persons,
        boolean demo) {
    static SealedHousehold seal(HouseholdDraft draft, Secrets secrets) {
        UUID id = Ids.next();
        String head = draft.headName().strip();
        String bank = draft.bankAccount();
        return new SealedHousehold(
                id,
                draft.villageCode(),
                draft.villageName(),
                mask(head),
                Buffer.buffer(secrets.encrypt(head, place(id, "head"))),
                Buffer.buffer(secrets.encrypt(draft.idNumber(), place(id, "id-number"))),
                Buffer.buffer(secrets.lookupDigest(draft.idNumber())),
                bank == null ? null : Buffer.buffer(secrets.encrypt(bank, place(id, "bank"))),
                bank == null ? null : bank.substring(bank.length() - 4),
                draft.bankCode(),
                draft.persons(),
                draft.demo());
    }

    static String place(UUID id, String field) {
        return "household:" + id + ":" + field;
    }

    /** The first character of a name, stars for the rest. */
    static String mask(String name) {
        int first = name.offsetByCodePoints(0, 1);
        return name.substring(0, first) + "*".repeat(Math.max(1, name.codePointCount(first, name.length())));
    }
}
