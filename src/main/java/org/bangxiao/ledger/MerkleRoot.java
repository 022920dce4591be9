package org.bangxiao.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The root of {@link Merkle}'s tree over leaves that come one after the other. Holds one hash for each level and no leaf, so
 * that a tree may have a million of them.
 */
public final class MerkleRoot {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final MessageDigest sha256;
    /** The whole subtree of 2^level leaves that still waits for its neighbour, where the level's bit of the count is set. */
    private final List<byte[]> waiting = new ArrayList<>();

    private long leaves;

    public MerkleRoot() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param data what the next leaf holds */
    public void add(byte[] data) {
        sha256.update(LEAF);
        byte[] hash = sha256.digest(data);
        int level = 0;
        for (long before = leaves; (before & 1) == 1; before >>= 1) {
            hash = node(waiting.get(level), hash);
            level++;
        }
        if (level == waiting.size()) {
            waiting.add(hash);
        } else {
            waiting.set(level, hash);
        }
        leaves++;
    }

    /** The root over what came so far. */
    public byte[] root() {
        byte @Nullable [] right = null;
        for (int level = 0; level < waiting.size(); level++) {
            if (((leaves >> level) & 1) == 1) {
                right = right == null ? waiting.get(level) : node(waiting.get(level), right);
            }
        }
        return right == null ? sha256.digest() : right.clone();
    }

    private byte[] node(byte[] left, byte[] right) {
        sha256.update(NODE);
        sha256.update(left);
        return sha256.digest(right);
    }
}
