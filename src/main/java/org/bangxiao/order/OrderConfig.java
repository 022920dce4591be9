package org.bangxiao.order;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the consumers' door goes by. */
@ConfigMapping(prefix = "bangxiao.order")
interface OrderConfig {
    /** The one primary channel of what consumers buy, by its id in the policy packs. */
    String channel();

    /** Days after which goods on their way count as received where the buyer says nothing. */
    @WithDefault("10")
    int receivedAfterDays();
}
