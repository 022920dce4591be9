package org.bangxiao.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The journal's tables, by way of their SQL functions. */
@ApplicationScoped
class LedgerRepository {
    Uni<Map<AccountKey, Long>> accounts(SqlConnection connection, List<AccountKey> keys) {
        Tuple wanted = kindsAndOwners(keys)
                .addArrayOfBoolean(
                        keys.stream().map(key -> key.kind().mayGoNegative()).toArray(Boolean[]::new))
                .addArrayOfInteger(keys.stream().map(key -> key.kind().slots()).toArray(Integer[]::new));
        return connection
                .preparedQuery("SELECT kind, owner, id FROM ledger_accounts($1, $2, $3, $4)")
                .execute(wanted)
                .map(rows -> byKey(rows, "id"));
    }

    Uni<Map<AccountKey, Long>> balances(SqlConnection connection, List<AccountKey> keys) {
        return balances(connection, keys, """
                SELECT a.kind, a.owner, coalesce(sum(b.posted), 0)::bigint AS posted
                  FROM unnest($1::text[], $2::text[]) AS w(kind, owner)
                  JOIN ledger_account a ON a.kind = w.kind AND a.owner = w.owner
                  LEFT JOIN ledger_balance b ON b.account_id = a.id GROUP BY a.id""");
    }

    /** Locks them in the order in which transactions do. */
    Uni<Map<AccountKey, Long>> held(SqlConnection connection, List<AccountKey> keys) {
        return balances(connection, keys, "SELECT kind, owner, posted FROM ledger_held($1, $2)");
    }

    private static Uni<Map<AccountKey, Long>> balances(SqlConnection connection, List<AccountKey> keys, String sql) {
        return connection.preparedQuery(sql).execute(kindsAndOwners(keys)).map(rows -> {
            Map<AccountKey, Long> found = byKey(rows, "posted");
            keys.forEach(key -> found.putIfAbsent(key, 0L));
            return found;
        });
    }

    Uni<Long> post(SqlConnection connection, Posting posting, int period) {
        List<Posting.Line> lines = posting.lines();
        String root = posting.contentRootHex();
        Tuple values = Tuple.tuple()
                .addString(posting.kind())
                .addInteger(period)
                .addLocalDate(posting.valueDate())
                .addOffsetDateTime(posting.recordedAt().atOffset(ZoneOffset.UTC))
                .addString(posting.idemKey())
                .addLong(posting.reversesTx())
                .addUUID(posting.runId())
                .addString(posting.sourceRef())
                .addString(posting.actor())
                .addValue(root == null ? null : Buffer.buffer(HexFormat.of().parseHex(root)))
                .addArrayOfLong(lines.stream().map(Posting.Line::accountId).toArray(Long[]::new))
                .addArrayOfLong(lines.stream().map(Posting.Line::poolId).toArray(Long[]::new))
                .addArrayOfLong(lines.stream().map(Posting.Line::fen).toArray(Long[]::new));
        return connection
                .preparedQuery("SELECT ledger_post($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) AS id")
                .execute(values)
                .map(rows -> rows.iterator().next().getLong("id"));
    }

    Uni<Void> openPeriods(SqlConnection connection, List<Integer> months) {
        return connection
                .preparedQuery("SELECT ledger_open_period(m) FROM unnest($1::int[]) AS m")
                .execute(Tuple.tuple().addArrayOfInteger(months.toArray(Integer[]::new)))
                .replaceWithVoid();
    }

    private static Tuple kindsAndOwners(List<AccountKey> keys) {
        return Tuple.tuple()
                .addArrayOfString(keys.stream().map(key -> key.kind().name()).toArray(String[]::new))
                .addArrayOfString(keys.stream().map(AccountKey::owner).toArray(String[]::new));
    }

    private static Map<AccountKey, Long> byKey(RowSet<Row> rows, String column) {
        Map<AccountKey, Long> found = new HashMap<>();
        for (Row row : rows) {
            found.put(
                    new AccountKey(AccountKind.valueOf(row.getString("kind")), row.getString("owner")),
                    row.getLong(column));
        }
        return found;
    }
}
