package org.bangxiao.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bangxiao.platform.Tx;

/** Proofs that a transaction stands under a day's signed root, and the roots themselves. */
@ApplicationScoped
public class Proofs {
    /** Over how many of a day's blocks stands a hash that is kept: what {@code ledger_add_block} says. */
    static final int BLOCKS_A_NODE = 256;

    private static final HexFormat HEX = HexFormat.of();

    private final SealRepository repository;
    private final Tx tx;

    Proofs(SealRepository repository, Tx tx) {
        this.repository = repository;
        this.tx = tx;
    }

    /** The proof of a transaction; empty while it waits to be sealed and signed, or where there is none of that id. */
    public Uni<Optional<TxProof>> of(long txId) {
        return tx.read(connection -> of(connection, txId));
    }

    public Uni<Optional<TxProof>> of(SqlConnection connection, long txId) {
        return repository
                .blockOf(connection, txId)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : repository
                                .covering(connection, found.get())
                                .chain(checkpoint -> checkpoint.isEmpty()
                                        ? Uni.createFrom().item(Optional.empty())
                                        : prove(connection, txId, found.get(), checkpoint.get())));
    }

    /** The newest checkpoint of each day before that day, newest first. */
    public Uni<List<Checkpoint>> days(LocalDate before, int limit) {
        return repository.days(tx.pool(), before, limit);
    }

    private Uni<Optional<TxProof>> prove(
            SqlConnection connection, long txId, SealedBlock block, Checkpoint checkpoint) {
        return repository
                .contentRoot(connection, txId)
                .chain(contentRoot -> repository
                        .leaf(connection, txId)
                        .chain(leaf -> dayPath(connection, block.no(), checkpoint)
                                .map(dayPath -> contentRoot.map(
                                        root -> assemble(txId, root, block, leaf, dayPath, checkpoint)))));
    }

    /** From a block to the day's root: up among its neighbours to their hash, and on from there. */
    private Uni<List<Merkle.Step>> dayPath(SqlConnection connection, long block, Checkpoint checkpoint) {
        long first = checkpoint.firstBlock();
        long last = checkpoint.lastBlock();
        int at = Math.toIntExact((block - first) / BLOCKS_A_NODE);
        long from = first + (long) at * BLOCKS_A_NODE;
        return repository
                .blockHashes(connection, from, Math.min(from + BLOCKS_A_NODE - 1, last))
                .chain(neighbours -> nodes(connection, first, last).map(nodes -> {
                    List<Merkle.Step> path = new ArrayList<>(Merkle.path(neighbours, Math.toIntExact(block - from)));
                    path.addAll(Merkle.pathOver(nodes, at));
                    return path;
                }));
    }

    private Uni<List<byte[]>> nodes(SqlConnection connection, long first, long last) {
        return repository.nodes(connection, first, last).chain(kept -> {
            long open = first + (long) kept.size() * BLOCKS_A_NODE;
            if (open > last) {
                return Uni.createFrom().item(kept);
            }
            return repository.blockHashes(connection, open, last).map(hashes -> {
                List<byte[]> nodes = new ArrayList<>(kept);
                nodes.addAll(Merkle.nodes(hashes, BLOCKS_A_NODE));
                return nodes;
            });
        });
    }

    private static TxProof assemble(
            long txId,
            byte[] contentRoot,
            SealedBlock block,
            SealRepository.Leaf leaf,
            List<Merkle.Step> dayPath,
            Checkpoint checkpoint) {
        return new TxProof(
                txId,
                HEX.formatHex(contentRoot),
                HEX.formatHex(leaf.bodyHash()),
                HEX.formatHex(leaf.digests().get(leaf.position())),
                block.no(),
                TxProof.Step.of(Merkle.path(leaf.digests(), leaf.position())),
                HEX.formatHex(block.root()),
                HEX.formatHex(block.prev()),
                HEX.formatHex(block.hash()),
                TxProof.Step.of(dayPath),
                checkpoint);
    }
}
