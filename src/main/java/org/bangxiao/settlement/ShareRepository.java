package org.bangxiao.settlement;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Cursor;
import io.vertx.mutiny.sqlclient.PreparedStatement;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.bangxiao.ledger.AccountKind;
import org.jspecify.annotations.Nullable;

/** Members and shares: a million rows, read by cursor and written by slices, never all in memory. */
@ApplicationScoped
class ShareRepository {
    private static final String MEMBERS = """
            SELECT w.rank AS pool_rank, e.household_no, e.household_id, e.weight
              FROM household_sharers($1, $2) e
              JOIN unnest($3::int[], $1::uuid[]) AS w(rank, link_id) ON w.link_id = e.link_id
             ORDER BY w.rank, e.household_no""";
    private static final String SHARES = """
            SELECT pool_rank, household_no, weight, amount FROM settlement_share
             WHERE run_id = $1 ORDER BY pool_rank, household_no""";
    /** The credits of a run in the ledger with the weights of their shares; one without a share has none, nor a number. */
    private static final String CREDITS = """
            SELECT coalesce(p.rank, 0) AS pool_rank, coalesce(s.household_no, 0) AS household_no, coalesce(s.weight, 0) AS weight,
                   l.amount
              FROM ledger_tx t JOIN ledger_line l ON l.period = t.period AND l.tx_id = t.id AND l.amount > 0
              LEFT JOIN settlement_pool p ON p.run_id = t.run_id AND p.pool_id = l.pool_id
              LEFT JOIN settlement_share s ON s.run_id = t.run_id AND s.pool_rank = p.rank AND s.account_id = l.account_id
             WHERE t.run_id = $1 AND t.kind = 'SETTLE' ORDER BY 1, 2""";

    private final SettlementConfig config;

    ShareRepository(SettlementConfig config) {
        this.config = config;
    }

    /** Those who share pools of one day, pool by pool in the order of ranks; pools without members do not come. */
    Uni<Void> eachPoolOf(
            SqlConnection connection, List<PoolToShare> pools, LocalDate day, Function<PoolMembers, Uni<Void>> work) {
        Tuple wanted = Tuple.tuple()
                .addValue(pools.stream().map(PoolToShare::linkId).toArray(UUID[]::new))
                .addLocalDate(day)
                .addArrayOfInteger(pools.stream().map(PoolToShare::rank).toArray(Integer[]::new));
        return stream(
                connection,
                MEMBERS,
                wanted,
                work,
                (members, row) ->
                        members.add(row.getLong("household_no"), row.getLong("weight"), row.getUUID("household_id")));
    }

    /** The frozen shares of a run, pool by pool. */
    Uni<Void> eachFrozenPool(SqlConnection connection, UUID run, Function<PoolMembers, Uni<Void>> work) {
        return eachPool(connection, SHARES, run, work);
    }

    /** The credits of a run as the ledger has them now, pool by pool. */
    Uni<Void> eachPostedPool(SqlConnection connection, UUID run, Function<PoolMembers, Uni<Void>> work) {
        return eachPool(connection, CREDITS, run, work);
    }

    private Uni<Void> eachPool(SqlConnection connection, String sql, UUID run, Function<PoolMembers, Uni<Void>> work) {
        return stream(
                connection,
                sql,
                Tuple.of(run),
                work,
                (members, row) -> members.add(
                        row.getLong("household_no"),
                        row.getLong("weight"),
                        row.getLong("amount").longValue()));
    }

    ShareWriter writer(SqlConnection connection, UUID run) {
        return new ShareWriter(this, connection, run, config.rowsAtATime());
    }

    Uni<Void> add(
            SqlConnection connection,
            UUID run,
            Integer[] ranks,
            Long[] numbers,
            String[] households,
            Long[] weights,
            Long[] fen) {
        AccountKind kind = AccountKind.HOUSEHOLD;
        Tuple rows = Tuple.tuple()
                .addUUID(run)
                .addArrayOfInteger(ranks)
                .addArrayOfLong(numbers)
                .addArrayOfString(households)
                .addArrayOfLong(weights)
                .addArrayOfLong(fen)
                .addString(kind.name())
                .addBoolean(kind.mayGoNegative())
                .addInteger(kind.slots());
        return connection
                .preparedQuery("""
                        INSERT INTO settlement_share (run_id, pool_rank, household_no, account_id, weight, amount)
                        SELECT $1, m.rank, m.number, a.id, m.weight, m.amount
                          FROM unnest($2::int[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[])
                            AS m(rank, number, household, weight, amount)
                          JOIN ledger_accounts(array_fill($7::text, ARRAY[cardinality($4)]), $4,
                               array_fill($8::boolean, ARRAY[cardinality($4)]), array_fill($9::int, ARRAY[cardinality($4)])) a
                            ON a.owner = m.household
                         ORDER BY m.rank, m.number""")
                .execute(rows)
                .invoke(done -> {
                    if (done.rowCount() != ranks.length) {
                        throw new IllegalStateException(done.rowCount() + " shares kept of " + ranks.length);
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> stream(
            SqlConnection connection,
            String sql,
            Tuple wanted,
            Function<PoolMembers, Uni<Void>> work,
            BiConsumer<PoolMembers, Row> add) {
        Reader reader = new Reader(add);
        // The planner thinks of a handful of members and would look up a million households one by one.
        return connection
                .query("SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '64MB'")
                .execute()
                .chain(() -> connection.prepare(sql))
                .chain(statement -> read(connection, statement, statement.cursor(wanted), reader, work));
    }

    private Uni<Void> read(
            SqlConnection connection,
            PreparedStatement statement,
            Cursor cursor,
            Reader reader,
            Function<PoolMembers, Uni<Void>> work) {
        return Multi.createBy()
                .repeating()
                .uni(() -> cursor.read(config.rowsAtATime()).call(() -> plansAsUsual(connection)))
                .whilst(rows -> cursor.hasMore())
                .onItem()
                .transformToUniAndConcatenate(rows -> inTurn(reader.take(rows), work))
                .onItem()
                .ignoreAsUni()
                .chain(() -> inTurn(reader.rest(), work))
                .chain(cursor::close)
                .chain(statement::close);
    }

    private static Uni<Void> plansAsUsual(SqlConnection connection) {
        return connection
                .query("SET LOCAL enable_nestloop TO DEFAULT; SET LOCAL work_mem TO DEFAULT")
                .execute()
                .replaceWithVoid();
    }

    private static Uni<Void> inTurn(List<PoolMembers> pools, Function<PoolMembers, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(pools)
                .onItem()
                .transformToUniAndConcatenate(pool -> work.apply(pool))
                .onItem()
                .ignoreAsUni();
    }

    /** Cuts a stream of rows into pools. */
    private static final class Reader {
        private final BiConsumer<PoolMembers, Row> add;
        private @Nullable PoolMembers open;

        Reader(BiConsumer<PoolMembers, Row> add) {
            this.add = add;
        }

        List<PoolMembers> take(RowSet<Row> rows) {
            List<PoolMembers> whole = new ArrayList<>();
            for (Row row : rows) {
                PoolMembers current = open;
                if (current == null || current.rank() != row.getInteger("pool_rank")) {
                    if (current != null) {
                        whole.add(current);
                    }
                    current = new PoolMembers(row.getInteger("pool_rank"));
                    open = current;
                }
                add.accept(current, row);
            }
            return whole;
        }

        List<PoolMembers> rest() {
            return open == null ? List.of() : Arrays.asList(open);
        }
    }
}
