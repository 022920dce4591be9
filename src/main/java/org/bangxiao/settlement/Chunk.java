package org.bangxiao.settlement;

/**
 * A stretch of shares in the order of (pool, household), posted as one ledger transaction.
 *
 * @param credits how many shares are above nil
 * @param fen     what they sum to
 * @param root    Merkle root over the digests of their records, hex
 */
record Chunk(int no, int firstRank, long firstNo, int lastRank, long lastNo, int credits, long fen, String root) {
    String line() {
        return no + " " + credits + " " + fen + " " + root + "\n";
    }
}
