package org.bangxiao.catalogue;

import java.util.ArrayList;
import java.util.List;
import org.bangxiao.household.Split;
import org.bangxiao.kernel.Money;

/**
 * One part of where a price goes.
 *
 * @param leg               DIVIDEND, FLOOR, SUPPLIER or FEE
 * @param shareBasisPoints  of the price, rounded down
 * @param offsetBasisPoints what the parts before it make up, for a drawing
 */
public record Leg(String leg, int shareBasisPoints, int offsetBasisPoints, long amountFen) {
    /** What goes to households first; parts of nothing are left out. */
    public static List<Leg> of(Split split) {
        long whole = split.grossFen();
        List<Leg> legs = new ArrayList<>();
        long before = 0;
        before = add(legs, "FLOOR", split.floorFen(), before, whole);
        before = add(legs, "DIVIDEND", split.dividendFen(), before, whole);
        before = add(legs, "SUPPLIER", split.supplierFen(), before, whole);
        add(legs, "FEE", split.feeFen(), before, whole);
        return legs;
    }

    private static long add(List<Leg> legs, String leg, long amountFen, long before, long whole) {
        if (amountFen > 0) {
            legs.add(new Leg(leg, basisPoints(amountFen, whole), basisPoints(before, whole), amountFen));
        }
        return before + amountFen;
    }

    private static int basisPoints(long part, long whole) {
        return (int) Money.mulDiv(part, Money.WHOLE_IN_BASIS_POINTS, whole);
    }
}
