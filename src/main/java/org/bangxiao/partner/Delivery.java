package org.bangxiao.partner;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A report on its way in: counts and digests its bytes, passes over what an earlier delivery of it has already recorded,
 * and collects the rows of the next chunk. A chunk always ends with a line, so that a repetition can go on behind it.
 */
final class Delivery {
    /** Rows to be recorded together, and how far the delivery is behind them. */
    record Chunk(int firstRow, List<ReportedRow> rows, long doneBytes, String sha256) {}

    private final BatchRepository.Progress batch;
    private final int chunkRows;
    private final long mostBytes;
    private final MessageDigest digest = sha256();
    private final LineReader lines = new LineReader();
    private List<ReportedRow> rows = new ArrayList<>();
    private int rowsDone;
    private long bytes;

    Delivery(BatchRepository.Progress batch, int chunkRows, long mostBytes) {
        this.batch = batch;
        this.chunkRows = chunkRows;
        this.mostBytes = mostBytes;
        this.rowsDone = batch.rows();
    }

    /** Takes in the next bytes and answers the chunks that are full with them. */
    List<Chunk> accept(byte[] next) {
        if (bytes + next.length > mostBytes) {
            throw PartnerProblems.tooLarge();
        }
        int from = passOver(next);
        if (batch.done() || from == next.length) {
            take(next, from, next.length);
            return List.of();
        }
        int afterLastLine = lastLineFeed(next, from) + 1;
        List<Chunk> full = new ArrayList<>();
        if (afterLastLine > from) {
            take(next, from, afterLastLine);
            lines.feed(next, from, afterLastLine, rows);
            if (rows.size() >= chunkRows) {
                full.add(chunk());
            }
        }
        int rest = Math.max(from, afterLastLine);
        take(next, rest, next.length);
        lines.feed(next, rest, next.length, rows);
        return full;
    }

    /** The body is over: the rows that are left, as at most one chunk. */
    List<Chunk> end() {
        if (bytes < batch.doneBytes() || (batch.done() && !digestSoFar().equals(batch.sha256()))) {
            throw PartnerProblems.otherContent();
        }
        if (batch.done()) {
            return List.of();
        }
        lines.end(rows);
        return rows.isEmpty() ? List.of() : List.of(chunk());
    }

    /** Of all bytes that have come so far, hex. */
    String digestSoFar() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    int rowsDone() {
        return rowsDone;
    }

    /** How many of these bytes belong to what is recorded already; compares them once the end of that is reached. */
    private int passOver(byte[] next) {
        if (batch.done() || bytes >= batch.doneBytes()) {
            return 0;
        }
        int recorded = (int) Math.min(next.length, batch.doneBytes() - bytes);
        take(next, 0, recorded);
        if (bytes == batch.doneBytes() && !digestSoFar().equals(batch.sha256())) {
            throw PartnerProblems.otherContent();
        }
        return recorded;
    }

    private Chunk chunk() {
        Chunk chunk = new Chunk(rowsDone + 1, rows, bytes, digestSoFar());
        rowsDone += rows.size();
        rows = new ArrayList<>();
        return chunk;
    }

    private void take(byte[] next, int from, int to) {
        digest.update(next, from, to - from);
        bytes += to - from;
    }

    private static int lastLineFeed(byte[] next, int from) {
        for (int i = next.length - 1; i >= from; i--) {
            if (next[i] == '\n') {
                return i;
            }
        }
        return from - 1;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
