package org.bangxiao.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.WholePool;
import org.junit.jupiter.api.Test;

/** Work that is refused before its first statement, such as a question with a cursor that nobody gave out. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class TxDbTest {
    @Inject
    Tx tx;

    @Inject
    Pool pool;

    @Test
    void workThatThrowsBeforeItsFirstStatementGivesItsConnectionBack() {
        Function<SqlConnection, Uni<Void>> work = connection -> {
            throw new IllegalArgumentException("refused");
        };
        refused(() -> tx.read(work));
        refused(() -> tx.write(work));
        refused(() -> Panache.withTransaction(() -> work.apply(SqlConnection.newInstance(null))));
        assertThat(WholePool.taken()).isZero();
    }

    @Test
    void theClientByItselfWouldKeepTheConnection() {
        SqlConnection[] lost = new SqlConnection[1];
        refused(() -> pool.withConnection(connection -> {
            lost[0] = connection;
            throw new IllegalArgumentException("refused");
        }));
        assertThat(WholePool.taken()).isEqualTo(1);
        lost[0].closeAndAwait();
    }

    private static void refused(Supplier<Uni<Void>> work) {
        assertThatThrownBy(() -> await(work))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("refused");
    }
}
