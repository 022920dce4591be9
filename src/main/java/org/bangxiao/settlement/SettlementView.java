package org.bangxiao.settlement;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run and how far it has come. Digests are lower-case hex.
 *
 * <p>Two things are closed, each with a root of its own. A month of the journal is closed by the clock once it has ended and is
 * sealed ({@link org.bangxiao.ledger.ClosedMonth}: over the digests of all its transactions, those of this run among them where it
 * was posted in that month). A run is closed by its last chunk, over the records of its credits, whatever the months of sale it
 * paid; it shows for each of them whether the journal's month is closed and with which root.
 *
 * @param region       province code whose pools are paid
 * @param month        the newest month of sale that is paid, {@code yyyymm}
 * @param state        PREPARED, APPROVED, RUNNING, DONE or REJECTED
 * @param totalFen     what households are credited in all
 * @param inputDigest  over every pool, member and weight
 * @param resultDigest over every credit; what the approver puts a name to
 * @param root         of the tree of {@link org.bangxiao.ledger.Merkle} over the records of all credits above nil, by the pool's
 *     place in the run and the household's number; null until the run is done, and for runs from before there were roots
 * @param months       the months of sale that it pays, the oldest first; none in a list of runs
 */
public record SettlementView(
        UUID id,
        int number,
        String region,
        int month,
        String state,
        long totalFen,
        int households,
        int chunks,
        int chunksDone,
        String inputDigest,
        String resultDigest,
        UUID preparedBy,
        String preparedByName,
        Instant preparedAt,
        @Nullable UUID approvedBy,
        @Nullable String approvedByName,
        @Nullable Instant approvedAt,
        @Nullable Instant finishedAt,
        @Nullable String root,
        List<Month> months,
        List<Pool> pools) {

    /**
     * A month of sale whose pools the run pays.
     *
     * @param month    {@code yyyymm}
     * @param fen      what is paid of it
     * @param closedAt when the journal's month was closed; null while it is open
     * @param root     what it was closed with, hex
     * @param lateSales sales among those paid that came in after the month they were made in was closed: they stand in this one
     * @param lateFen  what households get of them, refunds not looked at
     */
    public record Month(
            int month,
            long fen,
            @Nullable Instant closedAt,
            @Nullable String root,
            int lateSales,
            long lateFen) {
        /** As people write a month. */
        public String label() {
            return "%d-%02d".formatted(month / 100, month % 100);
        }
    }

    /**
     * A pool of the run.
     *
     * @param leg    FLOOR or DIVIDEND
     * @param day    on which membership and standing were looked at
     * @param state  SHARED, or CARRIED where nobody could be credited
     * @param changeFen what its link and leg get in this run less what they got in the last finished one that paid them; null
     *     where none did, or before the review
     */
    public record Pool(
            long id,
            UUID productId,
            String productNameZh,
            String productNameEn,
            UUID organisationId,
            String organisationNameZh,
            String organisationNameEn,
            String leg,
            int month,
            LocalDate day,
            int members,
            long amountFen,
            String state,
            @Nullable Long changeFen) {}

    public long pooledFen() {
        return pools.stream().mapToLong(Pool::amountFen).sum();
    }

    public int carriedPools() {
        return (int)
                pools.stream().filter(pool -> pool.state().equals("CARRIED")).count();
    }
}
