package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bangxiao.certification.CertificateChanged;
import org.bangxiao.freight.FreightTemplates;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
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

    private static final Logger LOG = Logger.getLogger(ShopWindow.class);
    private static final int MOST_SHOWN = 8_000;
    private static final int MOST_CHANGES = 50_000;

    private record Shown(Object content, Collection<UUID> goods, long since, long keptNanos) {
        /** Whoever asks in the last eighth of its time has it looked up anew for those who come after. */
        boolean ageing(long now) {
            return now - since >= keptNanos / 8 * 7;
        }
    }

    /** Under its key while somebody looks it up: others wait for what is found instead of looking, too. */
    private final Map<Object, CompletableFuture<Void>> looking = new ConcurrentHashMap<>();

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
     * @param look  on a connection of its own: it may go on after whoever asked has been answered, and others wait for it
     */
    <T> Uni<T> show(Object key, Class<T> type, Function<T, Collection<UUID>> goods, Supplier<Uni<T>> look) {
        return show(key, type, goods, kept, look);
    }

    /** The same, kept longer: for figures that nobody buys by. Not kept at all where nothing is. */
    public <T> Uni<T> show(
            Object key, Class<T> type, Function<T, Collection<UUID>> goods, Duration longer, Supplier<Uni<T>> look) {
        if (kept.isZero()) {
            return look.get();
        }
        long now = System.nanoTime();
        Shown there = shown.get(key);
        if (there == null || !holds(there, now)) {
            return lookOnce(key, type, goods, longer, look);
        }
        if (mustLookAhead(key, there, now)) {
            lookOnce(key, type, goods, longer, look)
                    .subscribe()
                    .with(
                            found -> LOG.debugf("%s looked up ahead", key),
                            failure -> LOG.debugf(failure, "%s not looked up ahead", key));
        }
        return Uni.createFrom().item(type.cast(there.content()));
    }

    private <T> Uni<T> lookOnce(
            Object key, Class<T> type, Function<T, Collection<UUID>> goods, Duration longer, Supplier<Uni<T>> look) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<Void> own = new CompletableFuture<>();
            CompletableFuture<Void> others = looking.putIfAbsent(key, own);
            if (others == null) {
                return look(key, goods, longer, look).onTermination().invoke(() -> {
                    looking.remove(key, own);
                    own.complete(null);
                });
            }
            return onThisContext(Uni.createFrom().completionStage(others)).chain(() -> {
                T found = still(key, type);
                return found == null
                        ? look(key, goods, longer, look)
                        : Uni.createFrom().item(found);
            });
        });
    }

    /** Each request goes on where it began, whoever looked. */
    private static Uni<Void> onThisContext(Uni<Void> looked) {
        Context here = Vertx.currentContext();
        return here == null ? looked : looked.emitOn(work -> here.runOnContext(nothing -> work.run()));
    }

    private <T> Uni<T> look(Object key, Function<T, Collection<UUID>> goods, Duration longer, Supplier<Uni<T>> look) {
        long now = System.nanoTime();
        return Uni.createFrom().deferred(look::get).invoke(found -> keep(key, found, goods, now, longer));
    }

    /** What is still shown under the key; null where it, or what comes after it, must be looked up. */
    <T> @Nullable T still(Object key, Class<T> type) {
        long now = System.nanoTime();
        Shown there = shown.get(key);
        return there == null || !holds(there, now) || mustLookAhead(key, there, now)
                ? null
                : type.cast(there.content());
    }

    private boolean mustLookAhead(Object key, Shown there, long now) {
        return there.ageing(now) && !looking.containsKey(key);
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
