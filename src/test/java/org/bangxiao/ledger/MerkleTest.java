package org.bangxiao.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.bangxiao.platform.Digests;
import org.junit.jupiter.api.Test;

class MerkleTest {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int TREES = 400;

    private final RandomGenerator random = new SplittableRandom(SEED);

    @Test
    void theRootOfNothingIsTheHashOfNothing() {
        assertThat(HexFormat.of().formatHex(Merkle.root(List.of())))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    /** The known tree of RFC 6962 implementations: the eight leaves of Certificate Transparency's test vectors. */
    @Test
    void theRootAgreesWithCertificateTransparencysVectors() {
        List<byte[]> leaves = new ArrayList<>();
        for (String hex : new String[] {
            "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"
        }) {
            leaves.add(HexFormat.of().parseHex(hex));
        }
        assertThat(HexFormat.of().formatHex(Merkle.root(leaves.subList(0, 7))))
                .isEqualTo("ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c");
        assertThat(HexFormat.of().formatHex(Merkle.root(leaves)))
                .isEqualTo("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    }

    @Test
    void theRootAgreesWithASplitAtTheLargestPowerOfTwo() {
        for (int i = 0; i < TREES; i++) {
            List<byte[]> data = data(1 + random.nextInt(200));
            assertThat(Merkle.root(data))
                    .as("seed %d tree %d size %d", SEED, i, data.size())
                    .isEqualTo(bySplitting(data));
        }
    }

    @Test
    void everyLeafClimbsToTheRootAndNoOtherDoes() {
        for (int i = 0; i < TREES; i++) {
            List<byte[]> data = data(1 + random.nextInt(70));
            int position = random.nextInt(data.size());
            byte[] root = Merkle.root(data);
            List<Merkle.Step> path = Merkle.path(data, position);
            assertThat(Merkle.verify(data.get(position), path, root))
                    .as("seed %d tree %d", SEED, i)
                    .isTrue();
            byte[] forged = data.get(position).clone();
            forged[random.nextInt(forged.length)] ^= 1;
            assertThat(Merkle.verify(forged, path, root))
                    .as("seed %d tree %d", SEED, i)
                    .isFalse();
            assertThat(path.size()).isLessThanOrEqualTo(32 - Integer.numberOfLeadingZeros(data.size()));
        }
    }

    @Test
    void aTreeThatGrowsHasTheRootOfWhatItHolds() {
        List<byte[]> data = data(TREES);
        MerkleRoot tree = new MerkleRoot();
        for (int i = 0; i < TREES; i++) {
            assertThat(tree.root()).as("seed %d size %d", SEED, i).isEqualTo(Merkle.root(data.subList(0, i)));
            tree.add(data.get(i));
        }
    }

    @Test
    void aLevelThatWasKeptGivesTheSameRootAndTheSamePaths() {
        for (int i = 0; i < TREES; i++) {
            List<byte[]> data = data(1 + random.nextInt(200));
            int size = 1 << random.nextInt(7);
            int position = random.nextInt(data.size());
            List<byte[]> nodes = Merkle.nodes(data, size);
            assertThat(Merkle.rootOver(nodes))
                    .as("seed %d tree %d size %d", SEED, i, size)
                    .isEqualTo(Merkle.root(data));
            int first = position - position % size;
            List<Merkle.Step> path = new ArrayList<>(
                    Merkle.path(data.subList(first, Math.min(first + size, data.size())), position - first));
            path.addAll(Merkle.pathOver(nodes, position / size));
            assertThat(path)
                    .as("seed %d tree %d size %d", SEED, i, size)
                    .usingRecursiveComparison()
                    .isEqualTo(Merkle.path(data, position));
        }
    }

    @Test
    void aPathWithOneStepChangedFails() {
        List<byte[]> data = data(37);
        byte[] root = Merkle.root(data);
        List<Merkle.Step> path = Merkle.path(data, 11);
        for (int i = 0; i < path.size(); i++) {
            List<Merkle.Step> forged = new ArrayList<>(path);
            forged.set(i, new Merkle.Step(!path.get(i).left(), path.get(i).hash()));
            assertThat(Merkle.verify(data.get(11), forged, root))
                    .as("seed %d", SEED)
                    .isFalse();
        }
    }

    private List<byte[]> data(int size) {
        List<byte[]> data = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            byte[] each = new byte[1 + random.nextInt(40)];
            random.nextBytes(each);
            data.add(each);
        }
        return data;
    }

    /** The definition of RFC 6962, section 2.1, word by word. */
    private static byte[] bySplitting(List<byte[]> data) {
        if (data.size() == 1) {
            return Digests.sha256(new byte[] {0}, data.get(0));
        }
        int split = Integer.highestOneBit(data.size() - 1);
        return Digests.sha256(
                new byte[] {1}, bySplitting(data.subList(0, split)), bySplitting(data.subList(split, data.size())));
    }
}
