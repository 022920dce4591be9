package org.bangxiao.bench;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Purchases of a filled cart with two lines: placed, paid, recorded as sales. Against the same statements by a bare
 * client on sixteen connections. Carts are filled beforehand for both.
 */
final class PurchaseBenchmark {
    private static final int CARTS_A_SECOND = 600;
    /** A purchase takes a long way through the service, which is compiled long after the first of them. */
    private static final int WARM_UP = 40;

    private static final JsonObject PURCHASE = new JsonObject()
            .put(
                    "receiver",
                    new JsonObject()
                            .put("receiver", "演示")
                            .put("phone", "13800000000")
                            .put("address", "广东省深圳市演示路 1 号"));

    private final Database database;
    private final Scale scale;
    private final int listings;
    private final SandboxCallback provider;
    private final AtomicLong nextCart = new AtomicLong();
    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();
    private long filled;

    PurchaseBenchmark(Database database, Service service, Goods goods, Scale scale) throws Exception {
        this.database = database;
        this.scale = scale;
        listings = goods.listings().size();
        provider = new SandboxCallback(service.data());
    }

    /** So many purchases through the service, without looking at the time. */
    void buy(int purchases, Load load) throws SQLException, InterruptedException {
        fillCarts(nextCart.get() + purchases);
        load.all(purchases, () -> purchase(load));
    }

    /** Purchases a second, and how long the slowest in a hundred takes beside the usual one. */
    List<Figure> measure(String name, Load load) throws Exception {
        fillCarts(nextCart.get() + (long) CARTS_A_SECOND * WARM_UP * scale.windowSeconds());
        Duration window = Duration.ofSeconds(scale.windowSeconds());
        String what = scale.products() + " products, 2 lines each, " + Load.CLIENTS + " clients";
        List<BarePurchase> clients = new ArrayList<>();
        try {
            for (int i = 0; i < Load.CLIENTS; i++) {
                clients.add(new BarePurchase(database.connect()));
            }
            List<Long> last = new ArrayList<>();
            Figure rate = Windows.medians(
                    name,
                    "purchases/s",
                    what,
                    WARM_UP,
                    () -> {
                        nanos.clear();
                        BigDecimal done = load.rate(window, () -> purchase(load));
                        last.clear();
                        last.addAll(nanos);
                        return done;
                    },
                    () -> bareRate(clients, window));
            Collections.sort(last);
            noneOversold();
            return List.of(
                    rate,
                    Figure.seconds(
                            name + "-p99",
                            last.get(last.size() * 99 / 100),
                            last.get(last.size() / 2),
                            "beside the median, " + last.size() + " purchases"));
        } finally {
            for (BarePurchase client : clients) {
                client.close();
            }
        }
    }

    /** What the stock says was sold is what was ordered and paid, listing by listing; more than there is cannot be sold. */
    private void noneOversold() throws SQLException {
        long wrong = database.number("""
                SELECT count(*) FROM catalogue_stock s
                  LEFT JOIN (SELECT l.listing_id, sum(l.quantity) AS sold FROM order_line l JOIN order_part t ON t.id = l.part_id
                               JOIN order_purchase p ON p.id = t.purchase_id WHERE p.state = 'PAID' AND t.number NOT LIKE '%-old-%'
                              GROUP BY l.listing_id) o USING (listing_id)
                 WHERE s.sold <> coalesce(o.sold, 0)""");
        if (wrong > 0) {
            throw new IllegalStateException(wrong + " listings sold more or less than left them");
        }
    }

    private Future<Buffer> purchase(Load load) {
        long from = System.nanoTime();
        String cart = "bench-" + nextCart.incrementAndGet();
        return load.post("/api/purchases", Map.of("Cart-Token", cart, "Idempotency-Key", cart), PURCHASE.toBuffer())
                .compose(answer -> {
                    JsonObject placed = answer.toJsonObject();
                    Buffer body = provider.captured(placed.getString("paymentId"), placed.getLong("totalFen"));
                    return load.post("/api/payments/callbacks/sandbox", new HashMap<>(provider.headers(body)), body);
                })
                .onSuccess(done -> nanos.add(System.nanoTime() - from));
    }

    private BigDecimal bareRate(List<BarePurchase> clients, Duration window) throws InterruptedException {
        AtomicLong done = new AtomicLong();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        long from = System.nanoTime();
        long until = from + window.toNanos();
        for (BarePurchase client : clients) {
            Thread thread = new Thread(() -> {
                try {
                    while (System.nanoTime() < until) {
                        client.buy(nextCart.incrementAndGet());
                        done.incrementAndGet();
                    }
                } catch (SQLException e) {
                    failure.set(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException(failed);
        }
        return Figure.perSecond(done.get(), System.nanoTime() - from);
    }

    private void fillCarts(long last) throws SQLException {
        String range = "generate_series(" + (filled + 1) + "::bigint, " + last + ") n";
        String listed = "(SELECT id, price_fen, row_number() OVER (ORDER BY id) - 1 AS k FROM catalogue_listing) l";
        String line = "INSERT INTO order_cart_line (cart_id, listing_id, quantity, seen_price_fen, added_at) "
                + "SELECT md5('bench-cart-' || n)::uuid, l.id, 1, l.price_fen, now() FROM " + range + " JOIN " + listed
                + " ON l.k = %s";
        String first = "(n * 7919) % " + listings;
        database.load(
                "INSERT INTO order_cart (id, token_hash, created_at) SELECT md5('bench-cart-' || n)::uuid, "
                        + "sha256(convert_to('bench-' || n, 'UTF8')), now() FROM " + range,
                line.formatted(first),
                line.formatted("(" + first + " + 1 + (n * 31) % (" + listings + " - 1)) % " + listings));
        database.tidy("VACUUM ANALYZE order_cart", "VACUUM ANALYZE order_cart_line");
        filled = last;
    }
}
