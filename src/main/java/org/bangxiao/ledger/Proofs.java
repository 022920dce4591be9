package org.bangxiao.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bangxiao.platform.Tx;

/** Proofs that a transaction stands under a day's signed root, and the roots themselves. */
@ApplicationScoped
public class Proofs {
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
                        .leaves(connection, block.no())
                        .chain(leaves -> repository
                                .blockHashes(connection, checkpoint.firstBlock(), checkpoint.lastBlock())
                                .map(hashes -> contentRoot.map(
                                        root -> assemble(txId, root, block, leaves, hashes, checkpoint)))));
    }

    private static TxProof assemble(
            long txId,
            byte[] contentRoot,
            SealedBlock block,
            List<SealedTx> leaves,
            List<byte[]> blockHashes,
            Checkpoint checkpoint) {
        int position = IntStream.range(0, leaves.size())
                .filter(i -> leaves.get(i).id() == txId)
                .findFirst()
                .orElseThrow();
        SealedTx leaf = leaves.get(position);
        List<byte[]> digests = leaves.stream().map(SealedTx::digest).toList();
        return new TxProof(
                txId,
                HEX.formatHex(contentRoot),
                HEX.formatHex(leaf.bodyHash()),
                HEX.formatHex(leaf.digest()),
                block.no(),
                TxProof.Step.of(Merkle.path(digests, position)),
                HEX.formatHex(block.root()),
                HEX.formatHex(block.prev()),
                HEX.formatHex(block.hash()),
                TxProof.Step.of(Merkle.path(blockHashes, Math.toIntExact(block.no() - checkpoint.firstBlock()))),
                checkpoint);
    }
}
