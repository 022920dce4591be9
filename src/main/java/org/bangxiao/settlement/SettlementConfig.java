package org.bangxiao.settlement;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of a settlement run. */
@ConfigMapping(prefix = "bangxiao.settlement")
interface SettlementConfig {
    /** Shares posted in one ledger transaction: big enough to be fast, small enough that a crash costs seconds. */
    @WithDefault("100000")
    int chunkSize();

    /** Rows read or written at a time: what bounds the memory of a run. */
    @WithDefault("20000")
    int rowsAtATime();
}
