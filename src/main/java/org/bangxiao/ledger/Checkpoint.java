package org.bangxiao.ledger;

import java.time.Instant;
import java.time.LocalDate;

/**
 * The signed root of a day: over all its blocks once it is final, over those so far while the day runs. Hashes and the
 * signature are lower-case hex.
 *
 * @param no           counts checkpoints from 1
 * @param root         Merkle root over the hashes of blocks {@code firstBlock} to {@code lastBlock}
 * @param previous     SHA-256 of the text of the last final checkpoint before, 64 zeros where there is none
 * @param text         exactly what was signed, UTF-8
 * @param keyId        which key of {@code /api/proofs/keys} signed
 * @param signature    Ed25519 over the text
 * @param transactions how many transactions its blocks hold
 */
public record Checkpoint(
        long no,
        LocalDate day,
        boolean isFinal,
        long firstBlock,
        long lastBlock,
        long transactions,
        String root,
        String previous,
        Instant signedAt,
        String text,
        String keyId,
        String signature) {

    /** What is signed: one fact a line, in this order, each line ended. */
    static String text(
            LocalDate day,
            boolean isFinal,
            long firstBlock,
            long lastBlock,
            String root,
            String previous,
            Instant signedAt,
            String keyId) {
        return "bangxiao-checkpoint-1\nday: " + day
                + "\nfinal: " + isFinal
                + "\nblocks: " + firstBlock + "-" + lastBlock
                + "\nroot: " + root
                + "\nprevious: " + previous
                + "\nsigned-at: " + signedAt
                + "\nkey: " + keyId + "\n";
    }

    /** The text that these facts demand; a checkpoint whose text differs was changed. */
    String demandedText() {
        return text(day, isFinal, firstBlock, lastBlock, root, previous, signedAt, keyId);
    }
}
