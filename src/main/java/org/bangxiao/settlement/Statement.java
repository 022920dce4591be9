package org.bangxiao.settlement;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bangxiao.household.aid.AidReceived;
import org.bangxiao.settlement.payout.Payment;
import org.jspecify.annotations.Nullable;

/**
 * What one household was credited and out of which sales.
 *
 * @param months      months with credits as {@code yyyymm}, newest first
 * @param month       the month this statement is about, null where there was never a credit
 * @param creditedFen what was credited in that month
 * @param totalFen    what was ever credited: what stands to the household's name, is on its way and has arrived
 * @param paidFen     what the bank has paid of all that
 * @param outstandingFen what it has not: due, or on its way
 * @param steps       how far the money has come, each step a part of the one before
 * @param payments    what left for the bank, newest first
 * @param aid         grants, loans and donations: shown apart, in none of the sums
 */
public record Statement(
        UUID householdId,
        long number,
        String headMasked,
        String villageName,
        int persons,
        @Nullable String bankLast4,
        List<Integer> months,
        @Nullable Integer month,
        long creditedFen,
        long totalFen,
        long paidFen,
        long outstandingFen,
        Steps steps,
        List<Payment> payments,
        List<Line> lines,
        List<AidReceived> aid) {

    /**
     * How far the money has come (DOMAIN 6).
     *
     * @param confirmedFen    of sales whose supplier confirmed them
     * @param creditedFen     credited in the ledger
     * @param noticedFen      hung out in the village
     * @param paidFen         the bank says that it arrived
     * @param acknowledgedFen the household says so
     */
    public record Steps(long confirmedFen, long creditedFen, long noticedFen, long paidFen, long acknowledgedFen) {}

    /**
     * One credit: this household's share of one pool in one run.
     *
     * @param kind        WAGES, SHARES, PRODUCE or LAND: why the household shares at all
     * @param leg         FLOOR or DIVIDEND
     * @param monthOfSale {@code yyyymm}
     * @param sales       how many sales filled the pool since the run before, of how many units and fen
     * @param returned    how many of those units were taken back, and how many fen, before the run was prepared
     * @param offsetFen   what came off this pool for sales that went back after their households had been credited
     * @param weight      this household's hours, shares, grams or square metres, of {@code poolWeight}
     * @param transaction the ledger transaction that holds the credit
     * @param proof       where the credit's proof stands as JSON
     */
    public record Line(
            UUID settlementId,
            int settlementNumber,
            Instant creditedAt,
            long poolId,
            String leg,
            int monthOfSale,
            String kind,
            UUID productId,
            String productNameZh,
            String productNameEn,
            UUID organisationId,
            String organisationNameZh,
            String organisationNameEn,
            long sales,
            long quantity,
            String unit,
            long grossFen,
            long returned,
            long returnedFen,
            long offsetFen,
            long poolFen,
            int members,
            long weight,
            long poolWeight,
            long amountFen,
            long transaction,
            String proof) {}
}
