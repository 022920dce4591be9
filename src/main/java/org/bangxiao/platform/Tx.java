package org.bangxiao.platform;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;

/**
 * One transaction on one connection of the reactive client: for stock, sales, the ledger, lists and everything that is
 * set-based. It never joins a Hibernate transaction. A failed {@code Uni} rolls back; a deadlock or a serialisation
 * failure runs the whole work again, at most three times, so the work must be safe to repeat.
 */
@ApplicationScoped
public class Tx {
    private static final int TRIES_AFTER_A_DEADLOCK = 3;

    private final Pool pool;

    Tx(Pool pool) {
        this.pool = pool;
    }

    public <T> Uni<T> write(Function<SqlConnection, Uni<T>> work) {
        return Uni.createFrom()
                .deferred(() -> pool.withTransaction(connection -> started(work, connection)))
                .onFailure(SqlState::isTransient)
                .retry()
                .atMost(TRIES_AFTER_A_DEADLOCK);
    }

    /** Reads on one connection outside a transaction; single statements may also go to {@link #pool()}. */
    public <T> Uni<T> read(Function<SqlConnection, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> pool.withConnection(connection -> started(work, connection)));
    }

    /** The client gives a connection back when the work's answer fails, but not when asking for the answer throws. */
    private static <T> Uni<T> started(Function<SqlConnection, Uni<T>> work, SqlConnection connection) {
        return Uni.createFrom().deferred(() -> work.apply(connection));
    }

    public Pool pool() {
        return pool;
    }
}
