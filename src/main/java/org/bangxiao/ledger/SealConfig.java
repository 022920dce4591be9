package org.bangxiao.ledger;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the journal is sealed. {@code bangxiao.ledger.seal-every} (a duration, or {@code off}) is the sealer's beat. */
@ConfigMapping(prefix = "bangxiao.ledger")
interface SealConfig {
    /** The beat of the sealer. A sale can be proven about this long after it was recorded. */
    @WithDefault("1s")
    String sealEvery();

    /** How often the running day's root is signed at most: every signature reads the day's blocks once. */
    @WithDefault("5s")
    Duration checkpointEvery();

    /** How often it is looked at how long the journal waits; a duration, or {@code off}. */
    @WithDefault("30s")
    String sealAlarmEvery();

    /** When ended months are closed, as a cron expression in Shanghai's time, or {@code off}. */
    @WithDefault("0 0 4 * * ?")
    String closeMonths();

    /** How long an entry may wait for its seal before that is an error. */
    @WithDefault("60s")
    Duration sealLagAlarm();
}
