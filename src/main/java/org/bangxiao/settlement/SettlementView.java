package org.bangxiao.settlement;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run and how far it has come. Digests are lower-case hex.
 *
 * @param region       province code whose pools are paid
 * @param month        the newest month of sale that is paid, {@code yyyymm}
 * @param state        PREPARED, APPROVED, RUNNING, DONE or REJECTED
 * @param totalFen     what households are credited in all
 * @param inputDigest  over every pool, member and weight
 * @param resultDigest over every credit; what the approver puts a name to
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
        List<Pool> pools) {

    /**
     * A pool of the run.
     *
     * @param leg    FLOOR or DIVIDEND
     * @param day    on which membership and standing were looked at
     * @param state  SHARED, or CARRIED where nobody could be credited
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
            String state) {}

    public long pooledFen() {
        return pools.stream().mapToLong(Pool::amountFen).sum();
    }

    public int carriedPools() {
        return (int)
                pools.stream().filter(pool -> pool.state().equals("CARRIED")).count();
    }
}
