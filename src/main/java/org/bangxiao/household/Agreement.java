package org.bangxiao.household;

import java.time.LocalDate;
import java.util.HexFormat;
import java.util.UUID;
import org.bangxiao.platform.Digests;
import org.jspecify.annotations.Nullable;

/**
 * One version of how a sale of a product splits, in force from {@code validFrom} up to (not including) {@code validTo}.
 *
 * @param sha256 digest, in hex, of {@link #canonicalText}, which both persons put their name to
 */
public record Agreement(
        UUID id,
        UUID productId,
        UUID linkId,
        int version,
        int feeBasisPoints,
        long floorFenPerUnit,
        int dividendBasisPoints,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        String sha256) {
    public Split split(long grossFen, long quantity) {
        return Split.of(grossFen, quantity, feeBasisPoints, floorFenPerUnit, dividendBasisPoints);
    }

    public boolean inForceOn(LocalDate day) {
        return !day.isBefore(validFrom) && (validTo == null || day.isBefore(validTo));
    }

    /** What the digest is taken of, UTF-8, one line each: the last day is not part of it, a later version sets that. */
    static String canonicalText(AgreementDraft draft, int version) {
        return """
                bangxiao agreement 1
                product=%s
                link=%s
                version=%d
                fee-basis-points=%d
                floor-fen-per-unit=%d
                dividend-basis-points=%d
                valid-from=%s
                """.formatted(
                        draft.productId(),
                        draft.linkId(),
                        version,
                        draft.feeBasisPoints(),
                        draft.floorFenPerUnit(),
                        draft.dividendBasisPoints(),
                        draft.validFrom());
    }

    static String digest(AgreementDraft draft, int version) {
        return HexFormat.of().formatHex(Digests.sha256(canonicalText(draft, version)));
    }
}
