package org.bangxiao.ledger;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * That a transaction stands in the sealed journal, checkable by a stranger and telling nothing of its lines. Hashes are
 * lower-case hex; the formula, step by step:
 *
 * <pre>
 * digest     = SHA-256(02 ‖ contentRoot ‖ bodyHash)
 * block root = climb from SHA-256(00 ‖ digest) along blockPath
 * block hash = SHA-256(03 ‖ previousBlockHash ‖ block root)
 * day root   = climb from SHA-256(00 ‖ block hash) along dayPath
 * the checkpoint's text holds that root, and its key signed the text
 * </pre>
 *
 * A step of a path puts the neighbour on its side: SHA-256(01 ‖ left ‖ right).
 */
public record TxProof(
        long transaction,
        String contentRoot,
        String bodyHash,
        String digest,
        long block,
        List<Step> blockPath,
        String blockRoot,
        String previousBlockHash,
        String blockHash,
        List<Step> dayPath,
        Checkpoint checkpoint) {

    /**
     * One step up a tree.
     *
     * @param side {@code left} or {@code right}: where the neighbour stands
     */
    public record Step(String side, String hash) {
        public Step {
            side = side.toLowerCase(Locale.ROOT);
        }

        static List<Step> of(List<Merkle.Step> steps) {
            return steps.stream()
                    .map(step -> new Step(
                            step.left() ? "left" : "right", HexFormat.of().formatHex(step.hash())))
                    .toList();
        }

        static List<Merkle.Step> read(List<Step> steps) {
            return steps.stream()
                    .map(step -> new Merkle.Step(
                            step.side().equals("left"), HexFormat.of().parseHex(step.hash())))
                    .toList();
        }
    }
}
