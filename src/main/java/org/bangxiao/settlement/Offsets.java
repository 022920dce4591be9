package org.bangxiao.settlement;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bangxiao.ledger.Posting;

/** Refunds of settled sales, made up for by the next money of the same benefit link and leg, the oldest pool first. */
final class Offsets {
    /**
     * What is still to be made up for.
     *
     * @param accountId where it stands
     * @param fen       above 0
     */
    record Owed(long accountId, UUID linkId, String leg, long fen) {}

    private Offsets() {}

    /** The lines of one transaction; none where no pool can bear anything. */
    static List<Posting.Line> lines(List<Owed> owed, List<PoolToShare> pools) {
        List<Posting.Line> lines = new ArrayList<>();
        for (Owed each : owed) {
            long left = each.fen();
            for (PoolToShare pool : pools) {
                if (left > 0
                        && pool.linkId().equals(each.linkId())
                        && pool.leg().equals(each.leg())) {
                    long taken = Math.min(left, pool.fen());
                    left -= taken;
                    lines.add(new Posting.Line(pool.accountId(), pool.poolId(), -taken));
                    lines.add(new Posting.Line(each.accountId(), pool.poolId(), taken));
                }
            }
        }
        return lines;
    }
}
