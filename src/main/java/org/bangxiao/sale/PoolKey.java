package org.bangxiao.sale;

import java.util.UUID;
import org.bangxiao.ledger.AccountKey;
import org.bangxiao.ledger.AccountKind;

/** Names a pool: agreement × month of sale × leg × basis. */
record PoolKey(UUID agreementId, int month, Leg leg, Basis basis) {
    enum Leg {
        FLOOR,
        DIVIDEND
    }

    enum Basis {
        CONFIRMED,
        REPORTED
    }

    /** A pool that is open. */
    record Pool(long id, long accountId) {}

    AccountKey account() {
        return new AccountKey(AccountKind.POOL, agreementId + ":" + month + ":" + leg + ":" + basis);
    }

    /** Where the part of a floor waits that no sale has funded. */
    static AccountKey unfunded(UUID agreementId, int month) {
        return new AccountKey(AccountKind.POOL, agreementId + ":" + month + ":FLOOR:UNFUNDED");
    }
}
