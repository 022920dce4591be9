package org.bangxiao.household;

import org.bangxiao.kernel.Money;

/**
 * Where each fen of a sale goes: fee = gross × basis points rounded down; floor = per unit × quantity; dividend = what is
 * left × basis points rounded down; the supplier keeps the exact remainder. The four add up to the gross.
 *
 * <p>A floor that the gross cannot bear is neither minted nor shrunk in silence: {@code floorFen} is the part that the
 * sale funds, {@code shortfallFen} is what the supplier still owes for it.
 */
public record Split(long feeFen, long floorFen, long dividendFen, long supplierFen, long shortfallFen) {
    /** @throws ArithmeticException where the floor does not fit a {@code long} */
    public static Split of(
            long grossFen, long quantity, int feeBasisPoints, long floorFenPerUnit, int dividendBasisPoints) {
        long fee = Money.portion(grossFen, feeBasisPoints);
        long promised = Math.multiplyExact(floorFenPerUnit, quantity);
        long floor = Math.min(promised, grossFen - fee);
        long dividend = Money.portion(grossFen - fee - floor, dividendBasisPoints);
        return new Split(fee, floor, dividend, grossFen - fee - floor - dividend, promised - floor);
    }

    public long grossFen() {
        return feeFen + floorFen + dividendFen + supplierFen;
    }
}
