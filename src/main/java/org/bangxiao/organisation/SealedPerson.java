package org.bangxiao.organisation;

import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import org.bangxiao.platform.Secrets;
import org.jspecify.annotations.Nullable;

/** The personal part of a supplier, encrypted for its row; null where it stays as it was. */
record SealedPerson(
        @Nullable String masked,
        @Nullable Buffer legalPerson,
        @Nullable Buffer idNumber,
        @Nullable Buffer idNumberHash,
        @Nullable Buffer bank,
        @Nullable String bankLast4) {
    static SealedPerson of(UUID organisation, SupplierDraft draft, Secrets secrets) {
        String name = draft.legalPerson();
        String id = draft.idNumber();
        String bank = draft.bankAccount();
        return new SealedPerson(
                name.isEmpty() ? null : masked(name),
                name.isEmpty() ? null : Buffer.buffer(secrets.encrypt(name, place(organisation, "legal-person"))),
                id.isEmpty() ? null : Buffer.buffer(secrets.encrypt(id, place(organisation, "id-number"))),
                id.isEmpty() ? null : Buffer.buffer(secrets.lookupDigest(id)),
                bank.isEmpty() ? null : Buffer.buffer(secrets.encrypt(bank, place(organisation, "bank"))),
                bank.isEmpty() ? null : bank.substring(bank.length() - 4));
    }

    static String place(UUID organisation, String field) {
        return "organisation_supplier:" + organisation + ":" + field;
    }

    /** The first character of a name, stars for the rest. */
    private static String masked(String name) {
        int first = name.offsetByCodePoints(0, 1);
        return name.substring(0, first) + "*".repeat(Math.max(1, name.codePointCount(first, name.length())));
    }
}
