package org.bangxiao.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

@ApplicationScoped
class MonthRepository {
    Uni<List<Integer>> openBefore(SqlConnection connection, int month) {
        return connection
                .preparedQuery("SELECT id FROM ledger_period WHERE state = 'OPEN' AND id < $1 ORDER BY id")
                .execute(Tuple.of(month))
                .map(rows -> {
                    List<Integer> months = new ArrayList<>();
                    rows.forEach(row -> months.add(row.getInteger("id")));
                    return months;
                });
    }

    Uni<Boolean> close(SqlConnection connection, int month, Instant now) {
        return connection
                .preparedQuery("SELECT ledger_close_period($1, $2) AS closed")
                .execute(Tuple.of(month, now.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next().getBoolean("closed"));
    }

    Uni<List<ClosedMonth>> closed(SqlConnection connection, int limit) {
        return connection.preparedQuery("""
                        SELECT p.id, p.closed_at, p.closed_root,
                               (SELECT count(*) FROM ledger_tx t WHERE t.period = p.id) AS transactions
                          FROM ledger_period p WHERE p.state = 'CLOSED' ORDER BY p.id DESC LIMIT $1
                        """).execute(Tuple.of(limit)).map(rows -> {
            List<ClosedMonth> months = new ArrayList<>();
            rows.forEach(row -> months.add(new ClosedMonth(
                    row.getInteger("id"),
                    row.getOffsetDateTime("closed_at").toInstant(),
                    HexFormat.of().formatHex(row.getBuffer("closed_root").getBytes()),
                    row.getLong("transactions"))));
            return months;
        });
    }
}
