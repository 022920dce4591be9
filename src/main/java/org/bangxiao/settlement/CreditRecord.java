package org.bangxiao.settlement;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import org.bangxiao.ledger.RecordProof;
import org.bangxiao.platform.Digests;
import org.bangxiao.platform.Secrets;

/**
 * One household's credit out of one pool as it is hashed into the ledger. The salt keeps a neighbour in the hash tree
 * from guessing: it comes from the installation's key, the run, the pool and the household, so it need not be kept.
 */
final class CreditRecord {
    private static final int SALT_BYTES = 16;

    private CreditRecord() {}

    /** The secret of a pool in a run, from which each household's salt is made. */
    static byte[] poolSecret(Secrets secrets, UUID run, long poolId) {
        return secrets.lookupDigest("settlement-credit:" + run + ":" + poolId);
    }

    static String text(UUID run, long poolId, long householdNo, long weight, long fen, byte[] poolSecret) {
        byte[] salt = Digests.sha256(poolSecret, Long.toString(householdNo).getBytes(StandardCharsets.US_ASCII));
        return "bangxiao-credit-1\nrun: " + run
                + "\npool: " + poolId
                + "\nhousehold: " + householdNo
                + "\nweight: " + weight
                + "\namount-fen: " + fen
                + "\nsalt: " + HexFormat.of().formatHex(salt, 0, SALT_BYTES) + "\n";
    }

    static byte[] digest(String text) {
        return RecordProof.digest(text);
    }
}
