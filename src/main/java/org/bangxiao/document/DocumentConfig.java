package org.bangxiao.document;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The limits of uploads. */
@ConfigMapping(prefix = "bangxiao.document")
interface DocumentConfig {
    /** The largest file in bytes; below the longest body, so that a form with too large a file comes back filled in. */
    @WithDefault("10485760")
    int maxBytes();

    /** The most pixels of a picture: phones make 50 million; each costs 3 bytes while it is read. */
    @WithDefault("64000000")
    long maxPixels();

    /** The longest edge of a picture as it is kept, in pixels: print stays readable. */
    @WithDefault("3200")
    int keptEdgePx();

    /** The most pages of a PDF. */
    @WithDefault("200")
    int maxPages();

    /** How many files are decoded at a time; bounds memory. */
    @WithDefault("2")
    int decoding();
}
