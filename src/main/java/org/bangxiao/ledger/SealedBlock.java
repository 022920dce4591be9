package org.bangxiao.ledger;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.bangxiao.platform.Digests;

/** The words and formulas of sealing, without a database: what a block and a checkpoint are made of. */
final class SealedBlock {
    static final byte[] NOTHING_BEFORE = new byte[32];
    private static final byte[] TRANSACTION = {2};
    private static final byte[] BLOCK = {3};

    private final long no;
    private final LocalDate day;
    private final String toXid;
    private final long toId;
    private final byte[] root;
    private final byte[] prev;
    private final byte[] hash;
    private final int size;

    /** The block as it stands, right or wrong. */
    SealedBlock(long no, LocalDate day, String toXid, long toId, int size, byte[] root, byte[] prev, byte[] hash) {
        this.no = no;
        this.day = day;
        this.toXid = toXid;
        this.toId = toId;
        this.size = size;
        this.root = root;
        this.prev = prev;
        this.hash = hash;
    }

    /** Before the first block. */
    static SealedBlock genesis() {
        return new SealedBlock(0, LocalDate.EPOCH, "0", 0, 0, NOTHING_BEFORE, NOTHING_BEFORE, NOTHING_BEFORE);
    }

    /** The block that follows this one over these transactions. */
    SealedBlock next(LocalDate onDay, List<SealedTx> transactions) {
        SealedTx last = transactions.get(transactions.size() - 1);
        byte[] over = Merkle.root(transactions.stream().map(SealedTx::digest).toList());
        return new SealedBlock(no + 1, onDay, last.xid(), last.id(), transactions.size(), over, hash, hash(hash, over));
    }

    /** What a transaction's leaf holds: SHA-256(0x02 ‖ content root or 32 nil bytes ‖ body hash). */
    static byte[] digest(byte[] contentRoot, byte[] bodyHash) {
        return Digests.sha256(TRANSACTION, contentRoot, bodyHash);
    }

    /** A block's name and seal: SHA-256(0x03 ‖ hash of the block before ‖ root over its transactions). */
    static byte[] hash(byte[] prev, byte[] root) {
        return Digests.sha256(BLOCK, prev, root);
    }

    boolean follows(SealedBlock before) {
        return no == before.no + 1 && Arrays.equals(prev, before.hash) && Arrays.equals(hash, hash(prev, root));
    }

    long no() {
        return no;
    }

    LocalDate day() {
        return day;
    }

    String toXid() {
        return toXid;
    }

    long toId() {
        return toId;
    }

    int size() {
        return size;
    }

    byte[] root() {
        return root;
    }

    byte[] prev() {
        return prev;
    }

    byte[] hash() {
        return hash;
    }
}
