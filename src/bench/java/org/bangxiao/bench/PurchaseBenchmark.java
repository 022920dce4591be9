package org.bangxiao.bench;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Purchases of a filled cart with two lines: placed, paid, recorded as sales. Against the same statements by a bare
 * client on sixteen connections. Carts are filled beforehand for both.
 */
final class PurchaseBenchmark {
    private static final int CARTS_A_SECOND = 1_200;
    private static final int WINDOWS_OF_BOTH = 10;
    private static final JsonObject PURCHASE = new JsonObject()
            .put(
                    "receiver",
                    new JsonObject()
                            .put("receiver", "演示")
                            .put("phone", "13800000000")
                            .put("address", "广东省深圳市演示路 1 号"));

    private final Database database;
    private final Load load;
    private final Scale scale;
    private final SandboxCallback provider;
    private final AtomicLong nextCart = new AtomicLong();

    PurchaseBenchmark(Database database, Service service, Load load, Goods goods, Scale scale) throws Exception {
        this.database = database;
        this.load = load;
        this.scale = scale;
        provider = new SandboxCallback(service.data());
        fillCarts(goods.listings().size(), CARTS_A_SECOND * WINDOWS_OF_BOTH * scale.windowSeconds());
    }

    Figure measure() throws Exception {
        Duration window = Duration.ofSeconds(scale.windowSeconds());
        List<BarePurchase> clients = new ArrayList<>();
        try {
            for (int i = 0; i < Load.CLIENTS; i++) {
                clients.add(new BarePurchase(database.connect()));
            }
            return Windows.medians(
                    "purchase",
                    "purchases/s",
                    scale.products() + " products, 2 lines each, " + Load.CLIENTS + " clients",
                    () -> load.rate(window, this::purchase),
                    () -> bareRate(clients, window));
        } finally {
            for (BarePurchase client : clients) {
                client.close();
            }
        }
    }

    private Future<Buffer> purchase() {
        String cart = "bench-" + nextCart.incrementAndGet();
        return load.post("/api/purchases", Map.of("Cart-Token", cart, "Idempotency-Key", cart), PURCHASE.toBuffer())
                .compose(answer -> {
                    JsonObject placed = answer.toJsonObject();
                    Buffer body = provider.captured(placed.getString("paymentId"), placed.getLong("totalFen"));
                    return load.post("/api/payments/callbacks/sandbox", new HashMap<>(provider.headers(body)), body);
                });
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

    private void fillCarts(int listings, int carts) throws SQLException {
        String listed = "(SELECT id, price_fen, row_number() OVER (ORDER BY id) - 1 AS k FROM catalogue_listing) l";
        String line = "INSERT INTO order_cart_line (cart_id, listing_id, quantity, seen_price_fen, added_at) "
                + "SELECT md5('bench-cart-' || n)::uuid, l.id, 1, l.price_fen, now() FROM generate_series(1::bigint, %d) n JOIN "
                + listed + " ON l.k = %s";
        String first = "(n * 7919) % " + listings;
        database.load(
                "INSERT INTO order_cart (id, token_hash, created_at) SELECT md5('bench-cart-' || n)::uuid, "
                        + "sha256(convert_to('bench-' || n, 'UTF8')), now() FROM generate_series(1, " + carts + ") n",
                line.formatted(carts, first),
                line.formatted(carts, "(" + first + " + 1 + (n * 31) % (" + listings + " - 1)) % " + listings));
        database.tidy("VACUUM ANALYZE order_cart", "VACUUM ANALYZE order_cart_line");
    }
}
