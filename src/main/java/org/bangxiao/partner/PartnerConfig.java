package org.bangxiao.partner;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The limits of the partners' door. */
@ConfigMapping(prefix = "bangxiao.partner")
interface PartnerConfig {
    /** The channel of a row that names none: an id of the policy pack. */
    String channel();

    /** The longest body of a report in bytes; everywhere else the service's own limit holds. */
    @WithDefault("2147483648")
    long maxBodyBytes();

    /** How many rows are recorded in one transaction. */
    @WithDefault("50000")
    int chunkRows();

    /** How many reports of one partner are taken in at a time, and of all partners. */
    @WithDefault("2")
    int running();

    @WithDefault("8")
    int runningInAll();
}
