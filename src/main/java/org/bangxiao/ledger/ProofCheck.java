package org.bangxiao.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bangxiao.platform.Digests;
import org.bangxiao.platform.Ed25519;

/** Checks a proof with nothing but the proof and the published keys: what the page and the command say step by step. */
public final class ProofCheck {
    private static final HexFormat HEX = HexFormat.of();

    /**
     * One step.
     *
     * @param name one of record, content-root, digest, block-root, block-hash, day-root, checkpoint, signature
     */
    public record Finding(String name, boolean passed) {}

    private ProofCheck() {}

    /** @param keys the published keys by their ids: 32 bytes each */
    public static List<Finding> check(RecordProof proof, Map<String, byte[]> keys) {
        List<Finding> findings = new ArrayList<>();
        byte[] digest = Digests.sha256(proof.record());
        findings.add(new Finding("record", is(proof.recordSha256(), digest)));
        byte[] root = Merkle.climb(digest, TxProof.Step.read(proof.contentPath()));
        findings.add(new Finding("content-root", is(proof.contentRoot(), root)));
        TxProof transaction = proof.transaction();
        if (transaction != null) {
            findings.addAll(check(transaction, root, keys));
        }
        return findings;
    }

    private static List<Finding> check(TxProof proof, byte[] contentRoot, Map<String, byte[]> keys) {
        byte[] digest = SealedBlock.digest(contentRoot, HEX.parseHex(proof.bodyHash()));
        byte[] blockRoot = Merkle.climb(digest, TxProof.Step.read(proof.blockPath()));
        byte[] blockHash = SealedBlock.hash(HEX.parseHex(proof.previousBlockHash()), blockRoot);
        byte[] dayRoot = Merkle.climb(blockHash, TxProof.Step.read(proof.dayPath()));
        Checkpoint checkpoint = proof.checkpoint();
        byte[] key = keys.get(checkpoint.keyId());
        return List.of(
                new Finding("digest", is(proof.digest(), digest)),
                new Finding("block-root", is(proof.blockRoot(), blockRoot)),
                new Finding("block-hash", is(proof.blockHash(), blockHash)),
                new Finding("day-root", is(checkpoint.root(), dayRoot)),
                new Finding("checkpoint", names(checkpoint.text(), dayRoot)),
                new Finding("signature", key != null && signed(checkpoint, key)));
    }

    private static boolean names(String text, byte[] root) {
        return text.lines().toList().contains("root: " + HEX.formatHex(root));
    }

    private static boolean signed(Checkpoint checkpoint, byte[] key) {
        return Ed25519.verify(
                key, checkpoint.text().getBytes(StandardCharsets.UTF_8), HEX.parseHex(checkpoint.signature()));
    }

    private static boolean is(String hex, byte[] hash) {
        return Arrays.equals(HEX.parseHex(hex), hash);
    }
}
