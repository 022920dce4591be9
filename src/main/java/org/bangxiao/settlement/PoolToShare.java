package org.bangxiao.settlement;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * A pool as a run freezes it.
 *
 * @param rank its place in the run, from 1
 * @param leg  FLOOR or DIVIDEND
 * @param fen  what it held at the horizon, above 0
 * @param day  on which membership and standing count
 */
record PoolToShare(long poolId, int rank, long accountId, UUID linkId, String leg, LocalDate day, long fen) {
    static List<Long> ids(List<PoolToShare> pools) {
        return pools.stream().map(PoolToShare::poolId).toList();
    }
}
