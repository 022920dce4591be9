package org.bangxiao.sale;

import org.jspecify.annotations.Nullable;

/**
 * What became of one draft of a batch.
 *
 * @param code why it is not in the books, a problem code; null where it was accepted
 * @param sale the sale, where it was accepted
 */
public record Verdict(
        Outcome outcome, @Nullable String code, @Nullable RecordedSale sale) {
    public enum Outcome {
        ACCEPTED,
        /** In the books already with the same content: harmless. */
        DUPLICATE,
        /** In the books already with other content: nothing is overwritten. */
        CONFLICT,
        REJECTED,
        /** Beyond the certificate's yearly capacity. */
        HELD_CAPACITY
    }

    static final Verdict DUPLICATE = new Verdict(Outcome.DUPLICATE, "sale-recorded-already", null);
    static final Verdict CONFLICT = new Verdict(Outcome.CONFLICT, "sale-conflicts", null);
    static final Verdict HELD = new Verdict(Outcome.HELD_CAPACITY, "capacity-exceeded", null);

    static Verdict rejected(String code) {
        return new Verdict(Outcome.REJECTED, code, null);
    }

    static Verdict accepted(RecordedSale sale) {
        return new Verdict(Outcome.ACCEPTED, null, sale);
    }
}
