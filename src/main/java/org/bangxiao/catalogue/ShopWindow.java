package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bangxiao.certification.CertificateChanged;
import org.bangxiao.freight.FreightTemplates;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * What passers-by see: pages and products looked up lately, kept for {@code bangxiao.catalogue.window}. Whoever buys is
 * answered by the shelf itself, never from here. What this service changed is taken out at once and not put back before
 * the change can be seen; what another replica changed shows after the window's time at most.
 */
@ApplicationScoped
public class ShopWindow {
    /** A change is announced before it is committed; until then readers would put the old goods back. */
    private static final long SETTLING_NANOS = Duration.ofMillis(500).toNanos();

    private static final int MOST_SHOWN = 4_000;
    private static final int MOST_CHANGES = 50_000;

    private record Shown(Object content, Collection<UUID> goods, long since, long keptNanos) {}

    private final Map<Object, Shown> shown = new ConcurrentHashMap<>();
    private final Map<UUID, Long> changes = new ConcurrentHashMap<>();
    private final Duration kept;
    private volatile long changedWhole = System.nanoTime() - SETTLING_NANOS;

    ShopWindow(@ConfigProperty(name = "bangxiao.catalogue.window") Duration kept) {
        this.kept = kept;
    }

    /**
     * What is shown under the key, or what {@code look} finds now.
     *
     * @param key   of a type that no other caller uses
     * @param goods the listings in it: a change to one of them takes it out
     */
    <T> Uni<T> show(Object key, Class<T> type, Function<T, Collection<UUID>> goods, Supplier<Uni<T>> look) {
        return show(key, type, goods, kept, look);
    }

    /** The same, kept longer: for figures that nobody buys by. Not kept at all where nothing is. */
    public <T> Uni<T> show(
            Object key, Class<T> type, Function<T, Collection<UUID>> goods, Duration longer, Supplier<Uni<T>> look) {
        T still = still(key, type);
        if (still != null) {
            return Uni.createFrom().item(still);
        }
        long now = System.nanoTime();
        return look.get().invoke(found -> keep(key, found, goods, now, longer));
    }

    /** What is still shown under the key; null where it must be looked up. */
    <T> @Nullable T still(Object key, Class<T> type) {
        Shown there = shown.get(key);
        return there != null && holds(there, System.nanoTime()) ? type.cast(there.content()) : null;
    }

    /** Listings came, went or were written anew. */
    void changed() {
        changedWhole = System.nanoTime();
        shown.clear();
    }

    /** What a certificate no longer covers, or covers again, is seen at once. */
    void changed(@Observes CertificateChanged certificate) {
        changed();
    }

    /** What delivery costs is seen at once. */
    void changed(@Observes FreightTemplates.Changed freight) {
        changed();
    }

    /** The stock of these changed. */
    void changed(Collection<UUID> listings) {
        if (changes.size() > MOST_CHANGES) {
            changes.clear();
            changed();
        }
        Long now = System.nanoTime();
        listings.forEach(listing -> changes.put(listing, now));
    }

    private <T> void keep(Object key, T found, Function<T, Collection<UUID>> goods, long since, Duration longer) {
        if (kept.isZero()) {
            return;
        }
        if (shown.size() >= MOST_SHOWN) {
            shown.clear();
        }
        shown.put(key, new Shown(found, goods.apply(found), since, longer.toNanos()));
    }

    private boolean holds(Shown there, long now) {
        if (now - there.since() >= there.keptNanos() || there.since() - changedWhole < SETTLING_NANOS) {
            return false;
        }
        if (!changes.isEmpty()) {
            for (UUID listing : there.goods()) {
                Long changed = changes.get(listing);
                if (changed != null && there.since() - changed < SETTLING_NANOS) {
                    return false;
                }
            }
        }
        return true;
    }
}
