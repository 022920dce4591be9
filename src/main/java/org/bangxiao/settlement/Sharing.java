package org.bangxiao.settlement;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.LongFunction;
import org.bangxiao.kernel.Allocation;
import org.bangxiao.ledger.Merkle;
import org.bangxiao.ledger.MerkleRoot;
import org.bangxiao.platform.Digests;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of a run, without a clock or a database: shares pools by largest remainder with ties broken by a digest
 * (salt: the run's id), cuts the shares into chunks, and digests what went in and what came out. Preparing and running
 * both go through here, so that a run can recompute what was approved.
 */
final class Sharing {
    private final UUID run;
    private final int chunkSize;
    private final LongFunction<byte[]> poolSecrets;
    private final @Nullable MerkleRoot credits;
    private final MessageDigest input;
    private final List<Chunk> chunks = new ArrayList<>();
    private long total;

    private final List<byte[]> digests = new ArrayList<>();
    private int inChunk;
    private long chunkFen;
    private int firstRank;
    private long firstNo;
    private int lastRank;
    private long lastNo;

    /** @param credits takes in the record of every credit where somebody wants the root over all of them */
    Sharing(UUID run, int chunkSize, LongFunction<byte[]> poolSecrets, @Nullable MerkleRoot credits) {
        this.run = run;
        this.chunkSize = chunkSize;
        this.poolSecrets = poolSecrets;
        this.credits = credits;
        try {
            input = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes the next pool in the order of ranks; answers each member's fen. A pool without members is carried. */
    long[] share(PoolToShare pool, PoolMembers members) {
        feed("pool " + pool.poolId() + " " + pool.day() + " " + pool.fen() + " " + members.size() + "\n");
        for (int i = 0; i < members.size(); i++) {
            feed(members.number(i) + " " + members.weight(i) + "\n");
        }
        if (members.size() == 0) {
            return new long[0];
        }
        long[] fen = Allocation.byLargestRemainder(pool.fen(), members.weights(), members.numbers(), run.toString());
        long shared = 0;
        for (long each : fen) {
            shared = Math.addExact(shared, each);
        }
        // Wrong money is worse than no money: this stays on in production.
        if (shared != pool.fen()) {
            throw new IllegalStateException("pool " + pool.poolId() + " holds " + pool.fen() + ", shared " + shared);
        }
        total = Math.addExact(total, shared);
        byte[] secret = poolSecrets.apply(pool.poolId());
        for (int i = 0; i < fen.length; i++) {
            toChunk(pool, members.number(i), members.weight(i), fen[i], secret);
        }
        return fen;
    }

    private void toChunk(PoolToShare pool, long number, long weight, long fen, byte[] secret) {
        if (inChunk == 0) {
            firstRank = pool.rank();
            firstNo = number;
        }
        lastRank = pool.rank();
        lastNo = number;
        inChunk++;
        if (fen > 0) {
            chunkFen += fen;
            byte[] digest = CreditRecord.digest(CreditRecord.text(run, pool.poolId(), number, weight, fen, secret));
            digests.add(digest);
            if (credits != null) {
                credits.add(digest);
            }
        }
        if (inChunk >= chunkSize) {
            closeChunk();
        }
    }

    private void closeChunk() {
        if (inChunk > 0) {
            String root = HexFormat.of().formatHex(Merkle.root(digests));
            chunks.add(
                    new Chunk(chunks.size() + 1, firstRank, firstNo, lastRank, lastNo, digests.size(), chunkFen, root));
            digests.clear();
            inChunk = 0;
            chunkFen = 0;
        }
    }

    /** Closes the last chunk; nothing can be shared after it. */
    Outcome finish() {
        closeChunk();
        String inputDigest = HexFormat.of().formatHex(input.digest());
        return new Outcome(total, List.copyOf(chunks), inputDigest, resultDigest(run, inputDigest, chunks));
    }

    /** What a run comes to: the approver puts a name to {@code resultDigest}. */
    record Outcome(long totalFen, List<Chunk> chunks, String inputDigest, String resultDigest) {}

    /** SHA-256 over the run, the digest of its input, and each chunk's number, credits, sum and root. */
    static String resultDigest(UUID run, String inputDigest, List<Chunk> chunks) {
        StringBuilder text = new StringBuilder("bangxiao-settlement-1\nrun: " + run + "\ninput: " + inputDigest + "\n");
        chunks.forEach(chunk -> text.append(chunk.line()));
        return HexFormat.of().formatHex(Digests.sha256(text.toString()));
    }

    private void feed(String line) {
        input.update(line.getBytes(StandardCharsets.US_ASCII));
    }
}
