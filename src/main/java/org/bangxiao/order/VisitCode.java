package org.bangxiao.order;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.UUID;
import org.bangxiao.platform.Secrets;

/** What a guest shows on the day: derived from the order with the installation's key, so that it lies nowhere. */
@ApplicationScoped
class VisitCode {
    private static final long ALL = 100_000_000;

    private final Secrets secrets;

    VisitCode(Secrets secrets) {
        this.secrets = secrets;
    }

    /** Eight digits: long enough that nobody hits one of a supplier's guests by trying, short enough to read out. */
    String of(UUID part) {
        long number =
                ByteBuffer.wrap(secrets.lookupDigest("order-visit:" + part)).getLong();
        return String.format(Locale.ROOT, "%08d", Math.floorMod(number, ALL));
    }
}
