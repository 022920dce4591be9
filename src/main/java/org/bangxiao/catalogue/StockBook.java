package org.bangxiao.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Digests;
import org.bangxiao.platform.Idempotency;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/** What suppliers do to their stock, each time with a reason, and all that ever moved it. */
@ApplicationScoped
public class StockBook {
    private static final int OK = 200;

    private final Listings listings;
    private final StockRepository stock;
    private final ShopWindow window;
    private final BusinessClock clock;
    private final Tx tx;
    private final ObjectMapper json;

    StockBook(
            Listings listings,
            StockRepository stock,
            ShopWindow window,
            BusinessClock clock,
            Tx tx,
            ObjectMapper json) {
        this.listings = listings;
        this.stock = stock;
        this.window = window;
        this.clock = clock;
        this.tx = tx;
        this.json = json;
    }

    /**
     * Notes a change of one's own stock. The answer's body is the {@link ListingView} as JSON.
     *
     * @param key the caller's {@code Idempotency-Key}
     * @throws Problem {@code invalid-input}, {@code not-found}, {@code stock-promised} (409) where fewer would be left than
     *     are held at checkouts, {@code stock-by-day} (409) where its days say how many are left
     */
    public Uni<Idempotency.Answer> change(UUID id, StockChange asked, @Nullable String key, Actor supplier) {
        StockChange change = asked.checked();
        String scope = "listing-stock:" + supplier.accountId();
        return tx.write(connection -> Idempotency.once(
                connection,
                scope,
                key,
                Digests.sha256(id + " " + change),
                () -> change(connection, id, change, scope + ":" + key, supplier)
                        .map(view -> new Idempotency.Answer(OK, json(view), false))));
    }

    /** The same in the caller's transaction; the reference names the deed for ever. */
    Uni<ListingView> change(SqlConnection connection, UUID id, StockChange change, String reference, Actor supplier) {
        Instant now = clock.instant();
        return listings.own(connection, id, supplier)
                .invoke(listing -> {
                    if (listing.cancelHours() != null) {
                        throw CatalogueProblems.stockByDay();
                    }
                })
                .chain(listing -> stock.change(connection, id, change, reference, supplier.accountId(), now))
                .invoke(done -> {
                    if (!done) {
                        throw CatalogueProblems.stockPromised();
                    }
                    window.changed(List.of(id));
                })
                .chain(() -> Audit.write(
                        connection,
                        Listings.deed(
                                now,
                                supplier,
                                "listing-stock",
                                id,
                                Map.of("quantity", change.quantity(), "reason", String.valueOf(change.reason())))))
                .chain(() -> listings.own(connection, id, supplier));
    }

    /**
     * All that moved the stock of one of the supplier's own listings, the newest first.
     *
     * @param cursor from the page before, or null
     */
    public Uni<Page<StockMovement>> movements(UUID id, Actor supplier, @Nullable String cursor, int size) {
        long before = cursor != null && cursor.matches("\\d{1,18}") ? Long.parseLong(cursor) : Long.MAX_VALUE;
        return tx.read(connection -> listings.own(connection, id, supplier)
                        .chain(listing -> stock.movements(connection, id, before, size + 1)))
                .map(found -> {
                    List<StockMovement> page = found.stream().limit(size).toList();
                    String next = found.size() > size
                            ? String.format(
                                    Locale.ROOT, "%d", page.get(size - 1).id())
                            : null;
                    return new Page<>(page, next, -1);
                });
    }

    private String json(ListingView view) {
        try {
            return json.writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
