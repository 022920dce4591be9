package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.bangxiao.catalogue.Places;
import org.bangxiao.catalogue.SaleableListing;
import org.bangxiao.catalogue.SendWindow;
import org.bangxiao.platform.Ids;
import org.jspecify.annotations.Nullable;

/** Carts and their lines. */
@ApplicationScoped
class CartRepository {
    /** A cart's head and lines, locked by the caller where it is about to be ordered. */
    record Cart(UUID id, int version, List<CartLine> lines) {}

    /**
     * @param seenWindow in which days its owner saw that it is sent; null for as usual
     * @param day        for which a service is booked; null for goods
     */
    record CartLine(
            UUID listingId,
            long quantity,
            long seenPriceFen,
            @Nullable SendWindow seenWindow,
            @Nullable LocalDate day) {
        /** The places that it asks for; empty for goods. */
        Optional<Places.Wanted> wanted() {
            return Optional.ofNullable(day).map(chosen -> new Places.Wanted(listingId, chosen, quantity));
        }
    }

    private static final String LINES = """
            SELECT listing_id, quantity, seen_price_fen, seen_send_from, seen_send_to, day FROM order_cart_line
             WHERE cart_id = $1 ORDER BY added_at, listing_id""";

    /** The account's cart, else the guest's. */
    Uni<Optional<Cart>> find(SqlClient client, Shopper shopper) {
        return head(client, shopper, "").chain(found -> withLines(client, found));
    }

    /** The same, locked until the transaction ends. */
    Uni<Optional<Cart>> lock(SqlConnection tx, Shopper shopper) {
        return head(tx, shopper, " FOR UPDATE").chain(found -> withLines(tx, found));
    }

    private Uni<Optional<Cart>> head(SqlClient client, Shopper shopper, String suffix) {
        String sql = "SELECT id, version FROM order_cart WHERE "
                + (shopper.accountId() != null ? "account_id = $1" : "token_hash = $1") + suffix;
        return client.preparedQuery(sql).execute(owner(shopper)).map(CartRepository::first);
    }

    Uni<UUID> open(SqlConnection tx, Shopper shopper, Instant now) {
        String column = shopper.accountId() != null ? "account_id" : "token_hash";
        Tuple row = owner(shopper).addUUID(Ids.next()).addOffsetDateTime(OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
        return tx.preparedQuery(
                        "INSERT INTO order_cart (" + column + ", id, created_at) VALUES ($1, $2, $3) ON CONFLICT ("
                                + column + ") DO UPDATE SET state = 'OPEN' RETURNING id")
                .execute(row)
                .map(rows -> rows.iterator().next().getUUID(0));
    }

    /** Further pieces; places for another day than before are instead of those. */
    Uni<Void> add(
            SqlConnection tx, UUID cart, SaleableListing goods, long quantity, @Nullable LocalDate day, Instant now) {
        return tx.preparedQuery("""
                        INSERT INTO order_cart_line AS l (cart_id, listing_id, quantity, seen_price_fen, added_at,
                                                          seen_send_from, seen_send_to, day)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                        ON CONFLICT (cart_id, listing_id) DO UPDATE
                           SET quantity = CASE WHEN l.day IS DISTINCT FROM excluded.day THEN excluded.quantity
                                          ELSE least(9999, l.quantity + excluded.quantity) END,
                               seen_price_fen = excluded.seen_price_fen, day = excluded.day,
                               seen_send_from = excluded.seen_send_from, seen_send_to = excluded.seen_send_to""")
                .execute(Tuple.tuple()
                        .addUUID(cart)
                        .addUUID(goods.listingId())
                        .addLong(quantity)
                        .addLong(goods.priceFen())
                        .addOffsetDateTime(PurchaseRepository.utc(now))
                        .addLocalDate(day(goods.window(), SendWindow::from))
                        .addLocalDate(day(goods.window(), SendWindow::to))
                        .addLocalDate(day))
                .replaceWithVoid();
    }

    Uni<Boolean> change(SqlConnection tx, UUID cart, UUID listing, long quantity) {
        return tx.preparedQuery("UPDATE order_cart_line SET quantity = $3 WHERE cart_id = $1 AND listing_id = $2")
                .execute(Tuple.of(cart, listing, quantity))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<Void> remove(SqlConnection tx, UUID cart, UUID listing) {
        return tx.preparedQuery("DELETE FROM order_cart_line WHERE cart_id = $1 AND listing_id = $2")
                .execute(Tuple.of(cart, listing))
                .replaceWithVoid();
    }

    /** A line that came over: how many stood there before, null for none, and how many do now. */
    record Merged(UUID listingId, @Nullable Long before, long after) {}

    /** A guest signs in: the guest's lines go over, the larger quantity of the two stays, the guest's cart ends. */
    Uni<List<Merged>> merge(SqlConnection tx, UUID into, byte[] guestHash) {
        return tx.preparedQuery("""
                        WITH guest AS (SELECT id FROM order_cart WHERE token_hash = $2 AND id <> $1 FOR UPDATE),
                             moved AS (DELETE FROM order_cart_line l USING guest g WHERE l.cart_id = g.id RETURNING l.*)
                        INSERT INTO order_cart_line AS l (cart_id, listing_id, quantity, seen_price_fen, added_at,
                                                          seen_send_from, seen_send_to, day)
                        SELECT $1, listing_id, quantity, seen_price_fen, added_at, seen_send_from, seen_send_to, day FROM moved
                        ON CONFLICT (cart_id, listing_id) DO UPDATE SET quantity = greatest(l.quantity, excluded.quantity)
                        RETURNING new.listing_id, old.quantity AS before, new.quantity AS after""")
                .execute(Tuple.of(into, Buffer.buffer(guestHash).getDelegate()))
                .map(rows -> {
                    List<Merged> merged = new ArrayList<>();
                    rows.forEach(
                            row -> merged.add(new Merged(row.getUUID(0), row.getLong("before"), row.getLong("after"))));
                    return merged;
                });
    }

    /** The price of today counts as seen. */
    Uni<Void> seen(SqlConnection tx, UUID cart, UUID listing, long priceFen) {
        return tx.preparedQuery("UPDATE order_cart_line SET seen_price_fen = $3 WHERE cart_id = $1 AND listing_id = $2")
                .execute(Tuple.of(cart, listing, priceFen))
                .replaceWithVoid();
    }

    /** The days of today count as seen. */
    Uni<Void> seen(SqlConnection tx, UUID cart, UUID listing, @Nullable SendWindow window) {
        return tx.preparedQuery("""
                        UPDATE order_cart_line SET seen_send_from = $3, seen_send_to = $4
                         WHERE cart_id = $1 AND listing_id = $2""")
                .execute(Tuple.of(cart, listing, day(window, SendWindow::from), day(window, SendWindow::to)))
                .replaceWithVoid();
    }

    static @Nullable LocalDate day(@Nullable SendWindow window, Function<SendWindow, LocalDate> end) {
        return window == null ? null : end.apply(window);
    }

    /** The cart was ordered: it is empty again, and nothing can be ordered from the version that was. */
    Uni<Void> ordered(SqlConnection tx, UUID cart) {
        return tx.preparedQuery("""
                        WITH gone AS (DELETE FROM order_cart_line WHERE cart_id = $1)
                        UPDATE order_cart SET version = version + 1 WHERE id = $1""").execute(Tuple.of(cart)).replaceWithVoid();
    }

    private static Uni<Optional<Cart>> withLines(SqlClient client, Optional<Cart> head) {
        return head.isEmpty()
                ? Uni.createFrom().item(head)
                : client.preparedQuery(LINES).execute(Tuple.of(head.get().id())).map(rows -> {
                    List<CartLine> lines = new ArrayList<>();
                    rows.forEach(row -> lines.add(new CartLine(
                            row.getUUID(0),
                            row.getLong(1),
                            row.getLong(2),
                            SendWindow.of(row.getLocalDate("seen_send_from"), row.getLocalDate("seen_send_to")),
                            row.getLocalDate("day"))));
                    return Optional.of(new Cart(head.get().id(), head.get().version(), lines));
                });
    }

    private static Optional<Cart> first(RowSet<Row> rows) {
        RowIterator<Row> all = rows.iterator();
        if (!all.hasNext()) {
            return Optional.empty();
        }
        Row row = all.next();
        return Optional.of(new Cart(row.getUUID(0), row.getInteger(1), List.of()));
    }

    private static Tuple owner(Shopper shopper) {
        byte @Nullable [] hash = shopper.guestHash();
        return shopper.accountId() != null
                ? Tuple.tuple().addUUID(shopper.accountId())
                : Tuple.tuple()
                        .addValue(hash == null ? null : Buffer.buffer(hash).getDelegate());
    }
}
