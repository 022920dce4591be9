package org.bangxiao.ledger;

/** A transaction as a block holds it. */
final class SealedTx {
    private final long id;
    private final String xid;
    private final byte[] bodyHash;
    private final byte[] digest;

    SealedTx(long id, String xid, byte[] bodyHash, byte[] digest) {
        this.id = id;
        this.xid = xid;
        this.bodyHash = bodyHash;
        this.digest = digest;
    }

    long id() {
        return id;
    }

    String xid() {
        return xid;
    }

    byte[] bodyHash() {
        return bodyHash;
    }

    byte[] digest() {
        return digest;
    }
}
