package org.bangxiao.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sixteen clients on kept connections and one event loop, so that the load takes little of the machine. */
final class Load implements AutoCloseable {
    static final int CLIENTS = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    private final HttpClient client;
    private final AtomicInteger next = new AtomicInteger();
    private final int[] ports;

    /** @param ports processes of the service, asked in turn */
    Load(int... ports) {
        this.ports = ports.clone();
        client = vertx.createHttpClient(new HttpClientOptions()
                .setDefaultHost("127.0.0.1")
                .setMaxPoolSize(CLIENTS)
                .setKeepAlive(true));
    }

    /** The body of an answer; anything but a success fails. */
    Future<Buffer> get(String path) {
        return send(HttpMethod.GET, path, Map.of(), null);
    }

    Future<Buffer> get(String path, Map<String, String> headers) {
        return send(HttpMethod.GET, path, headers, null);
    }

    Future<Buffer> post(String path, Map<String, String> headers, Buffer body) {
        return send(HttpMethod.POST, path, headers, body);
    }

    private Future<Buffer> send(HttpMethod method, String path, Map<String, String> headers, @Nullable Buffer body) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setPort(ports[Math.floorMod(next.getAndIncrement(), ports.length)])
                .setURI(path);
        headers.forEach(options::addHeader);
        if (body != null) {
            options.addHeader("Content-Type", "application/json");
        }
        return client.request(options)
                .compose(request -> body == null ? request.send() : request.send(body))
                .compose(response -> response.body().map(bytes -> {
                    if (response.statusCode() / 100 != 2) {
                        throw new IllegalStateException(method + " " + path + " answered " + response.statusCode() + " "
                                + bytes.getString(0, Math.min(300, bytes.length())));
                    }
                    return bytes;
                }));
    }

    /** How many a second all clients together get done. */
    BigDecimal rate(Duration window, Supplier<Future<?>> work) throws InterruptedException {
        AtomicLong done = new AtomicLong();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        CountDownLatch clients = new CountDownLatch(CLIENTS);
        long from = System.nanoTime();
        long until = from + window.toNanos();
        for (int i = 0; i < CLIENTS; i++) {
            vertx.runOnContext(start -> again(work, until, done, failure, clients));
        }
        clients.await();
        long nanos = System.nanoTime() - from;
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException(failed);
        }
        return Figure.perSecond(done.get(), nanos);
    }

    /** So many pieces of work, shared by all clients. */
    void all(int pieces, Supplier<Future<?>> work) throws InterruptedException {
        AtomicLong left = new AtomicLong(pieces);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        CountDownLatch clients = new CountDownLatch(CLIENTS);
        for (int i = 0; i < CLIENTS; i++) {
            vertx.runOnContext(start -> next(work, left, failure, clients));
        }
        clients.await();
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException(failed);
        }
    }

    private static void next(
            Supplier<Future<?>> work,
            AtomicLong left,
            AtomicReference<@Nullable Throwable> failure,
            CountDownLatch clients) {
        if (left.getAndDecrement() <= 0 || failure.get() != null) {
            clients.countDown();
            return;
        }
        work.get().onComplete(result -> {
            if (result.failed()) {
                failure.set(result.cause());
            }
            next(work, left, failure, clients);
        });
    }

    private static void again(
            Supplier<Future<?>> work,
            long until,
            AtomicLong done,
            AtomicReference<@Nullable Throwable> failure,
            CountDownLatch clients) {
        if (System.nanoTime() >= until || failure.get() != null) {
            clients.countDown();
            return;
        }
        work.get().onComplete(result -> {
            if (result.succeeded()) {
                done.incrementAndGet();
            } else {
                failure.set(result.cause());
            }
            again(work, until, done, failure, clients);
        });
    }

    /** Waits for one answer. */
    <T> T await(Future<T> answer) {
        try {
            return answer.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
