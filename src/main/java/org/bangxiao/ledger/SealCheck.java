package org.bangxiao.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bangxiao.platform.Digests;
import org.bangxiao.platform.Ed25519;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/** Recomputes every seal from the journal as it stands and names the first that does not hold. */
@ApplicationScoped
public class SealCheck {
    private static final int BLOCKS_A_STEP = 16;
    private static final int CHECKPOINTS_A_STEP = 200;

    /**
     * What was found.
     *
     * @param blocks      how many blocks were recomputed
     * @param checkpoints how many signatures were checked
     * @param badBlock    the first block that does not hold, or null
     * @param reason      chain, journal, leaves, day-root, text, previous or signature; null where all holds
     */
    public record Verdict(
            long blocks,
            long checkpoints,
            @Nullable Long badBlock,
            @Nullable String reason) {
        public boolean holds() {
            return reason == null;
        }
    }

    /**
     * What the checkpoint at hand must continue.
     *
     * @param day grows from one checkpoint of a day to the next, so that its blocks are read once
     */
    private record Before(String hashHex, Map<String, byte[]> keys, Day day) {}

    /** A day's blocks so far. */
    private static final class Day {
        private final MerkleRoot tree = new MerkleRoot();
        private final long firstBlock;
        private long lastBlock;

        Day(long firstBlock) {
            this.firstBlock = firstBlock;
            lastBlock = firstBlock - 1;
        }

        boolean goesOnWith(Checkpoint checkpoint) {
            return firstBlock == checkpoint.firstBlock() && lastBlock <= checkpoint.lastBlock();
        }

        void add(List<byte[]> hashes, long upTo) {
            hashes.forEach(tree::add);
            lastBlock = upTo;
        }
    }

    private final SealRepository repository;
    private final Tx tx;

    SealCheck(SealRepository repository, Tx tx) {
        this.repository = repository;
        this.tx = tx;
    }

    /** Reads the whole journal once, block by block; holds no more than a few blocks in memory. */
    public Uni<Verdict> verify() {
        return tx.read(this::verify);
    }

    Uni<Verdict> verify(SqlConnection connection) {
        return blocks(connection, SealedBlock.genesis())
                .chain(verdict -> verdict.holds()
                        ? signatures(connection, verdict)
                        : Uni.createFrom().item(verdict));
    }

    private Uni<Verdict> blocks(SqlConnection connection, SealedBlock before) {
        return repository.blocksAfter(connection, before.no(), BLOCKS_A_STEP).chain(next -> {
            if (next.isEmpty()) {
                return Uni.createFrom().item(new Verdict(before.no(), 0, null, null));
            }
            return blocks(connection, before, next, 0);
        });
    }

    private Uni<Verdict> blocks(SqlConnection connection, SealedBlock before, List<SealedBlock> some, int at) {
        if (at == some.size()) {
            return blocks(connection, before);
        }
        SealedBlock block = some.get(at);
        if (!block.follows(before)) {
            return Uni.createFrom().item(new Verdict(before.no(), 0, before.no() + 1, "chain"));
        }
        return repository
                .between(connection, before, block)
                .chain(journal -> repository.leaves(connection, block.no()).chain(leaves -> {
                    String fault = faultOf(block, journal, leaves);
                    return fault == null
                            ? blocks(connection, block, some, at + 1)
                            : Uni.createFrom().item(new Verdict(before.no(), 0, block.no(), fault));
                }));
    }

    private static @Nullable String faultOf(SealedBlock block, List<SealedTx> journal, List<SealedTx> leaves) {
        List<byte[]> digests = journal.stream().map(SealedTx::digest).toList();
        if (journal.size() != block.size() || !Arrays.equals(Merkle.root(digests), block.root())) {
            return "journal";
        }
        for (int i = 0; i < journal.size(); i++) {
            if (leaves.size() != journal.size()
                    || leaves.get(i).id() != journal.get(i).id()
                    || !Arrays.equals(leaves.get(i).digest(), journal.get(i).digest())
                    || !Arrays.equals(leaves.get(i).bodyHash(), journal.get(i).bodyHash())) {
                return "leaves";
            }
        }
        return null;
    }

    private Uni<Verdict> signatures(SqlConnection connection, Verdict blocks) {
        return repository.keys(connection).chain(stored -> {
            Map<String, byte[]> keys = new HashMap<>();
            stored.forEach(key -> keys.put(key.kid(), key.publicKey()));
            String none = HexFormat.of().formatHex(SealedBlock.NOTHING_BEFORE);
            return signatures(connection, blocks, new Before(none, keys, new Day(1)), 0);
        });
    }

    private Uni<Verdict> signatures(SqlConnection connection, Verdict sofar, Before before, long no) {
        return repository
                .checkpointsAfter(connection, no, CHECKPOINTS_A_STEP)
                .chain(next ->
                        next.isEmpty() ? Uni.createFrom().item(sofar) : signatures(connection, sofar, before, next, 0));
    }

    private Uni<Verdict> signatures(
            SqlConnection connection, Verdict sofar, Before before, List<Checkpoint> some, int at) {
        if (at == some.size()) {
            return signatures(connection, sofar, before, some.get(at - 1).no());
        }
        Checkpoint checkpoint = some.get(at);
        Day day = before.day().goesOnWith(checkpoint) ? before.day() : new Day(checkpoint.firstBlock());
        return repository
                .blockHashes(connection, day.lastBlock + 1, checkpoint.lastBlock())
                .chain(hashes -> {
                    day.add(hashes, checkpoint.lastBlock());
                    String fault = faultOf(checkpoint, day.tree.root(), before);
                    if (fault != null) {
                        return Uni.createFrom()
                                .item(new Verdict(sofar.blocks(), sofar.checkpoints(), checkpoint.firstBlock(), fault));
                    }
                    Verdict further = new Verdict(sofar.blocks(), sofar.checkpoints() + 1, null, null);
                    String hash = checkpoint.isFinal()
                            ? HexFormat.of().formatHex(Digests.sha256(checkpoint.text()))
                            : before.hashHex();
                    return signatures(connection, further, new Before(hash, before.keys(), day), some, at + 1);
                });
    }

    private static @Nullable String faultOf(Checkpoint checkpoint, byte[] root, Before before) {
        byte[] key = before.keys().get(checkpoint.keyId());
        if (!HexFormat.of().formatHex(root).equals(checkpoint.root())) {
            return "day-root";
        }
        if (!checkpoint.previous().equals(before.hashHex())) {
            return "previous";
        }
        if (!checkpoint.text().equals(checkpoint.demandedText())) {
            return "text";
        }
        boolean signed = key != null
                && Ed25519.verify(
                        key,
                        checkpoint.text().getBytes(StandardCharsets.UTF_8),
                        HexFormat.of().parseHex(checkpoint.signature()));
        return signed ? null : "signature";
    }
}
