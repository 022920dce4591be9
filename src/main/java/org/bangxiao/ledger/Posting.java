package org.bangxiao.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One transaction to be written to the journal: at least two lines that sum to nil. A positive amount credits an
 * account, a negative one debits it; lines of nil are dropped.
 *
 * @param kind           e.g. {@code SALE}, {@code SETTLE}
 * @param recordedAt     when it was recorded; its month in Asia/Shanghai is the posting period
 * @param valueDate      the day it concerns, which may lie in an earlier month
 * @param idemKey        names the deed for ever: a second posting under it is refused
 * @param actor          who did it: an account id or {@code system}
 * @param contentRootHex Merkle root over the digests of the records the transaction carries
 */
public record Posting(
        String kind,
        Instant recordedAt,
        LocalDate valueDate,
        String idemKey,
        String actor,
        @Nullable Long reversesTx,
        @Nullable UUID runId,
        @Nullable String sourceRef,
        @Nullable String contentRootHex,
        List<Line> lines) {

    /** @param poolId the sale pool a line belongs to, where it belongs to one */
    public record Line(long accountId, @Nullable Long poolId, long fen) {
        public static Line of(long accountId, long fen) {
            return new Line(accountId, null, fen);
        }
    }

    public Posting {
        lines = List.copyOf(lines);
        long sum = 0;
        int telling = 0;
        for (Line line : lines) {
            sum = Math.addExact(sum, line.fen());
            telling += line.fen() == 0 ? 0 : 1;
        }
        if (sum != 0 || telling < 2) {
            throw new IllegalArgumentException(idemKey + " sums to " + sum + " fen over " + telling + " lines");
        }
    }

    public static Posting of(
            String kind, Instant recordedAt, LocalDate valueDate, String idemKey, String actor, List<Line> lines) {
        return new Posting(kind, recordedAt, valueDate, idemKey, actor, null, null, null, null, lines);
    }

    /** The same, carrying records whose digests have this Merkle root. */
    public Posting carrying(byte[] contentRoot) {
        String hex = HexFormat.of().formatHex(contentRoot);
        return new Posting(kind, recordedAt, valueDate, idemKey, actor, reversesTx, runId, sourceRef, hex, lines);
    }

    /** The same, taking back from an earlier transaction. */
    public Posting reversing(long earlierTx) {
        return new Posting(
                kind, recordedAt, valueDate, idemKey, actor, earlierTx, runId, sourceRef, contentRootHex, lines);
    }

    /** The same, naming where it comes from. */
    public Posting from(String source) {
        return new Posting(
                kind, recordedAt, valueDate, idemKey, actor, reversesTx, runId, source, contentRootHex, lines);
    }
}
