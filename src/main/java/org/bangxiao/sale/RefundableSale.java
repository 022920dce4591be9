package org.bangxiao.sale;

import java.util.UUID;
import org.bangxiao.household.Split;
import org.bangxiao.kernel.Allocation;
import org.bangxiao.kernel.Money;

/**
 * A sale with what is left of it: units and, by leg, the fen that no refund has taken back yet.
 *
 * @param unitsLeft 0 or more
 * @param left      the legs, each 0 or more
 */
record RefundableSale(
        UUID id,
        UUID productId,
        UUID organisationId,
        UUID agreementId,
        UUID linkId,
        String source,
        int month,
        String status,
        long txId,
        long unitsLeft,
        Split left) {
    private static final long[] LEGS = {0, 1, 2, 3};

    /**
     * What a refund takes from each leg: by largest remainder over what is still there, so that no leg is ever taken below
     * nil and the last refund takes all of them to nil. The floor that the sale could not fund shrinks in proportion.
     *
     * @param salt the refund's name, which decides between equal remainders
     * @throws org.bangxiao.kernel.Problem {@code sale-refund-too-much} with what is left in yuan and units
     */
    Split share(RefundDraft draft, String salt) {
        long whole = left.grossFen();
        if (draft.amountFen() < 1 || draft.amountFen() > whole || draft.units() < 0 || draft.units() > unitsLeft) {
            throw SaleProblems.refundTooMuch(whole, unitsLeft);
        }
        long[] weights = {left.feeFen(), left.floorFen(), left.dividendFen(), left.supplierFen()};
        long[] parts = Allocation.byLargestRemainder(draft.amountFen(), weights, LEGS, salt);
        return new Split(
                parts[0], parts[1], parts[2], parts[3], Money.mulDiv(left.shortfallFen(), draft.amountFen(), whole));
    }

    /** The same after a refund. */
    RefundableSale less(RefundDraft draft, Split taken) {
        return new RefundableSale(
                id,
                productId,
                organisationId,
                agreementId,
                linkId,
                source,
                month,
                status,
                txId,
                unitsLeft - draft.units(),
                new Split(
                        left.feeFen() - taken.feeFen(),
                        left.floorFen() - taken.floorFen(),
                        left.dividendFen() - taken.dividendFen(),
                        left.supplierFen() - taken.supplierFen(),
                        left.shortfallFen() - taken.shortfallFen()));
    }

    /** What it accrued to: of a report that nobody confirmed the pools that nobody is paid from. */
    PoolKey pool(PoolKey.Leg leg) {
        return new PoolKey(agreementId, month, leg, withdrawn() ? PoolKey.Basis.REPORTED : PoolKey.Basis.CONFIRMED);
    }

    /** Whether it was reported and taken back before anybody confirmed it. */
    boolean withdrawn() {
        return status.equals("WITHDRAWN");
    }

    /** Whether money of it may go back: it is counted, or it is withdrawn as a whole. */
    boolean refundable() {
        return withdrawn() || status.equals("COUNTED");
    }
}
