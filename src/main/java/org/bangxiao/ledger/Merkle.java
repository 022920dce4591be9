package org.bangxiao.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bangxiao.platform.Digests;

/**
 * The hash tree of RFC 6962: leaf = SHA-256(0x00 ‖ data), node = SHA-256(0x01 ‖ left ‖ right), the root of nothing is
 * SHA-256 of nothing. Neighbours are paired level by level and an odd last one moves up unchanged, which gives the same
 * tree as the RFC's split at the largest power of two.
 */
public final class Merkle {
    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    /** One step of a path: the hash of the neighbour and the side it stands on. */
    public static final class Step {
        private final boolean left;
        private final byte[] hash;

        public Step(boolean left, byte[] hash) {
            this.left = left;
            this.hash = hash.clone();
        }

        /** True where the neighbour stands on the left. */
        public boolean left() {
            return left;
        }

        public byte[] hash() {
            return hash.clone();
        }
    }

    private Merkle() {}

    public static byte[] leaf(byte[] data) {
        return Digests.sha256(LEAF, data);
    }

    public static byte[] node(byte[] left, byte[] right) {
        return Digests.sha256(NODE, left, right);
    }

    /** @param data what the leaves hold, in order */
    public static byte[] root(List<byte[]> data) {
        if (data.isEmpty()) {
            return Digests.sha256();
        }
        return rootOver(leaves(data));
    }

    /**
     * The hashes over each {@code size} neighbours: one level of the tree, and the last may stand over fewer.
     *
     * @param size a power of two
     */
    public static List<byte[]> nodes(List<byte[]> data, int size) {
        if (Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("no level of a tree stands over " + size);
        }
        List<byte[]> nodes = new ArrayList<>(data.size() / size + 1);
        for (int from = 0; from < data.size(); from += size) {
            nodes.add(root(data.subList(from, Math.min(from + size, data.size()))));
        }
        return nodes;
    }

    /** The root over a level of the tree that is not empty. */
    public static byte[] rootOver(List<byte[]> nodes) {
        List<byte[]> level = nodes;
        while (level.size() > 1) {
            level = above(level);
        }
        return level.get(0);
    }

    /** The path from the leaf at {@code position} up to the root; empty where the leaf is the root. */
    public static List<Step> path(List<byte[]> data, int position) {
        return pathOver(leaves(data), position);
    }

    /** The path from one of the hashes of a level up to the root. */
    public static List<Step> pathOver(List<byte[]> nodes, int position) {
        if (position < 0 || position >= nodes.size()) {
            throw new IllegalArgumentException("nothing at " + position + " among " + nodes.size());
        }
        List<Step> steps = new ArrayList<>();
        List<byte[]> level = nodes;
        int at = position;
        while (level.size() > 1) {
            int neighbour = at ^ 1;
            if (neighbour < level.size()) {
                steps.add(new Step(neighbour < at, level.get(neighbour)));
            }
            level = above(level);
            at /= 2;
        }
        return List.copyOf(steps);
    }

    /** The root that the path leads to from this leaf. */
    public static byte[] climb(byte[] data, List<Step> path) {
        byte[] hash = leaf(data);
        for (Step step : path) {
            hash = step.left ? node(step.hash, hash) : node(hash, step.hash);
        }
        return hash;
    }

    public static boolean verify(byte[] data, List<Step> path, byte[] root) {
        return Arrays.equals(climb(data, path), root);
    }

    private static List<byte[]> leaves(List<byte[]> data) {
        List<byte[]> hashes = new ArrayList<>(data.size());
        for (byte[] each : data) {
            hashes.add(leaf(each));
        }
        return hashes;
    }

    private static List<byte[]> above(List<byte[]> level) {
        List<byte[]> next = new ArrayList<>((level.size() + 1) / 2);
        for (int i = 0; i + 1 < level.size(); i += 2) {
            next.add(node(level.get(i), level.get(i + 1)));
        }
        if (level.size() % 2 == 1) {
            next.add(level.get(level.size() - 1));
        }
        return next;
    }
}
