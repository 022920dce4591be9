package org.bangxiao.order;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A buyer's request for money back or for the same goods again, with its history.
 *
 * @param returnable   whether the goods can be sent back: not fresh ones, and not what never arrived
 * @param wish         what the buyer would have: money, or the same goods again
 * @param askedFen     above 0; what goes back where the goods do not go out again
 * @param approvedFen  what goes back of the goods' price; null until it is approved
 * @param freightFen   what of the freight goes back with it; 0 until it is approved
 * @param freightLeftFen what of the order's freight has not gone back
 * @param whole        whether it would give up all of an order that is still to be sent; false once it is approved
 * @param goods        RESTOCK or WRITE_OFF once it is approved or the goods go out again
 * @param dueAt        until when whoever's turn it is may act; null once it is over
 * @param photos       digests of the pictures, hex
 */
public record Claim(
        UUID id,
        String number,
        UUID purchaseId,
        UUID partId,
        String partNumber,
        String partState,
        UUID organisationId,
        String supplierZh,
        String supplierEn,
        String countyCode,
        Cause cause,
        String content,
        boolean returnable,
        Wish wish,
        State state,
        long askedFen,
        @Nullable Long approvedFen,
        long freightFen,
        long freightLeftFen,
        boolean whole,
        @Nullable String goods,
        @Nullable String carrier,
        @Nullable String trackingNumber,
        int answerHours,
        int decideHours,
        int returnDays,
        @Nullable Instant dueAt,
        @Nullable UUID accountId,
        Instant askedAt,
        List<Line> lines,
        List<String> photos,
        List<Event> events) {
    /** Why money is asked back. */
    public enum Cause {
        /** Not sent yet: the order is given up, or some pieces of it. */
        NOT_SENT,
        SPOILED,
        DAMAGED,
        MISSING,
        WRONG,
        NOT_AS_DESCRIBED,
        /** Only what keeps, and it comes back. */
        CHANGED_MIND;

        /** What a picture can show. */
        boolean needsPhoto() {
            return this == SPOILED || this == DAMAGED || this == WRONG || this == NOT_AS_DESCRIBED;
        }
    }

    /** What a buyer would have. */
    public enum Wish {
        MONEY,
        /** The same goods again; of fresh ones, which do not come back, that is one sent again. */
        EXCHANGE
    }

    /** How far it is; see {@link Claim#open()}. */
    public enum State {
        ASKED,
        RETURNING,
        REFUSED,
        DISPUTED,
        APPROVED,
        REJECTED,
        WITHDRAWN,
        /** The same goods are kept for the buyer and have to be sent. */
        EXCHANGING,
        /** They are on their way. */
        EXCHANGED
    }

    /** Whose deed a step was. */
    public enum Side {
        BUYER,
        SUPPLIER,
        PLATFORM,
        CLOCK
    }

    /**
     * @param quantity  pieces it is about
     * @param units     pieces that are taken back: all of them, or 0 where part of the price goes back
     * @param amountFen what is asked for them
     */
    public record Line(
            int lineNo,
            UUID listingId,
            String nameZh,
            String nameEn,
            String unit,
            long quantity,
            long units,
            long amountFen,
            UUID saleId) {}

    /** A step, by whom and when. */
    public record Event(State state, Side side, String note, Instant at) {
        /** Whether the buyer gave it up without anybody's consent. */
        public boolean givenUp() {
            return state == State.APPROVED && side == Side.BUYER;
        }
    }

    /** Whether it is in the state of this name; for pages, which know no constants. */
    public boolean is(String name) {
        return state.name().equals(name);
    }

    /** Whether it is asked for the cause of this name. */
    public boolean because(String name) {
        return cause.name().equals(name);
    }

    /** Whether the buyer would rather have the same goods again. */
    public boolean forExchange() {
        return wish == Wish.EXCHANGE;
    }

    /** True while somebody has still to decide. */
    public boolean open() {
        return state == State.ASKED || state == State.RETURNING || state == State.DISPUTED;
    }

    /** What goes back in all; 0 until it is approved. */
    public long backFen() {
        return approvedFen == null ? 0 : Math.addExact(approvedFen, freightFen);
    }

    /** What of the freight goes back in any case once it is approved: all, where nothing will be sent. */
    public long freightAskedFen() {
        return whole ? freightLeftFen : 0;
    }

    /** True where the buyer has sent the goods back. */
    public boolean sentBack() {
        return trackingNumber != null;
    }

    /** Names the money that goes back, for the books and for the provider. */
    String reference() {
        return "claim:" + id;
    }
}
