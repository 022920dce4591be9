package org.bangxiao.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bangxiao.platform.Digests;
import org.jspecify.annotations.Nullable;

/**
 * That one record (a sale, a household's credit) stands in the sealed journal: its text, the way from its digest to the
 * content root of its transaction, and the transaction's own proof.
 *
 * @param record       the canonical text, UTF-8
 * @param recordSha256 SHA-256 of the text; the leaf is SHA-256(00 ‖ this)
 * @param contentPath  from the leaf to {@code contentRoot}
 * @param transaction  null while the transaction waits to be sealed, which takes seconds
 */
public record RecordProof(
        String record,
        String recordSha256,
        List<TxProof.Step> contentPath,
        String contentRoot,
        @Nullable TxProof transaction) {

    /**
     * @param text     the record at {@code position}
     * @param digests  the digests of all records of its transaction, in order
     */
    public static RecordProof of(String text, List<byte[]> digests, int position, @Nullable TxProof transaction) {
        return new RecordProof(
                text,
                HexFormat.of().formatHex(digest(text)),
                TxProof.Step.of(Merkle.path(digests, position)),
                HexFormat.of().formatHex(Merkle.root(digests)),
                transaction);
    }

    /**
     * The same where not all digests are at hand.
     *
     * @param neighbours  the digests under the same node, in order
     * @param position    of the record among these
     * @param nodes       {@link Merkle#nodes} over all digests
     * @param node        which of them stands over the record
     */
    public static RecordProof of(
            String text,
            List<byte[]> neighbours,
            int position,
            List<byte[]> nodes,
            int node,
            @Nullable TxProof transaction) {
        List<TxProof.Step> path = new ArrayList<>(TxProof.Step.of(Merkle.path(neighbours, position)));
        path.addAll(TxProof.Step.of(Merkle.pathOver(nodes, node)));
        return new RecordProof(
                text,
                HexFormat.of().formatHex(digest(text)),
                List.copyOf(path),
                HexFormat.of().formatHex(Merkle.rootOver(nodes)),
                transaction);
    }

    /** The digest of a record: SHA-256 of its text in UTF-8. */
    public static byte[] digest(String text) {
        return Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
