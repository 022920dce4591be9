package org.bangxiao.settlement;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of a settlement run. */
@ConfigMapping(prefix = "bangxiao.settlement")
interface SettlementConfig {
    /** Shares posted in one ledger transaction: big enough to be fast, small enough that a crash costs seconds. */
    @WithDefault("100000")
    int chunkSize();

    /** Rows read or written at a time: what bounds the memory of a run. */
    @WithDefault("20000")
    int rowsAtATime();

    /** How long a household's own link to its statement opens; seven days at most. */
    @WithDefault("24h")
    Duration linkLasts();
}
