package org.bangxiao.settlement.payout;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of a payout batch. */
@ConfigMapping(prefix = "bangxiao.payout")
interface PayoutConfig {
    /** Items booked in one ledger transaction: big enough to be fast, small enough that a crash costs seconds. */
    @WithDefault("5000")
    int chunkSize();

    /** Items of one batch, as many as banks take in one file; who is left over comes into the next batch. */
    @WithDefault("50000")
    int mostItems();
}
