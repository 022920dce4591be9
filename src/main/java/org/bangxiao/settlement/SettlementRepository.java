package org.bangxiao.settlement;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Rows;

/** Runs, their frozen pools and their chunks. */
@ApplicationScoped
class SettlementRepository {
    private static final HexFormat HEX = HexFormat.of();
    private static final String RUN =
            "SELECT id, number, region, state, chunk_size, input_digest, result_digest, prepared_person"
                    + " FROM settlement_run WHERE id = $1";

    /** A pool of a run after its members were counted. */
    record FrozenPool(PoolToShare pool, int members, long weight) {}

    Uni<String> horizon(SqlConnection connection) {
        return connection
                .query("SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS horizon")
                .execute()
                .map(rows -> rows.iterator().next().getString("horizon"));
    }

    Uni<Boolean> hasOpenRun(SqlConnection connection, String region) {
        return connection
                .preparedQuery("""
                        SELECT EXISTS (SELECT 1 FROM settlement_run WHERE region = $1
                               AND state IN ('PREPARED', 'APPROVED', 'RUNNING')) AS open""")
                .execute(Tuple.of(region))
                .map(rows -> rows.iterator().next().getBoolean("open"));
    }

    /**
     * Confirmed pools of the province up to the month that hold money behind the horizon; day: the month's last. What was
     * taken from a pool counts whenever that was: a refund behind the horizon may be of a sale before it. So does what this
     * preparation itself has put into them.
     */
    Uni<List<PoolToShare>> poolsHoldingMoney(
            SqlConnection connection, String provinceDigits, int month, String horizon, LocalDate today) {
        return connection
                .preparedQuery("""
                        SELECT q.*, (row_number() OVER (ORDER BY q.day, q.id))::int AS rank FROM (
                            SELECT p.id, p.account_id, a.link_id, p.leg, sum(l.amount)::bigint AS amount,
                                   least((to_date(p.month::text, 'YYYYMM') + interval '1 month - 1 day')::date, $4::date) AS day
                              FROM sale_pool p
                              JOIN household_agreement a ON a.id = p.agreement_id
                              JOIN household_benefit_link b ON b.id = a.link_id
                              JOIN organisation o ON o.id = b.organisation_id AND left(o.area_code, 2) = $1
                              JOIN ledger_line l ON l.account_id = p.account_id
                              JOIN ledger_tx t ON t.id = l.tx_id
                                   AND (t.xid < $3::text::xid8 OR l.amount < 0 OR t.xid = pg_current_xact_id_if_assigned())
                             WHERE p.basis = 'CONFIRMED' AND p.month <= $2
                             GROUP BY p.id, a.link_id HAVING sum(l.amount) > 0) q ORDER BY rank""")
                .execute(Tuple.of(provinceDigits, month, horizon, today))
                .map(rows -> Rows.list(rows, SettlementRepository::pool));
    }

    /** What pools of the province could not bear of refunds, still to be made up for by later ones. */
    Uni<List<Offsets.Owed>> recoverable(SqlConnection connection, String provinceDigits) {
        return connection
                .preparedQuery("""
                        SELECT r.id, l.id AS link_id, split_part(r.owner, ':', 2) AS leg, -b.posted AS fen
                          FROM ledger_account r
                          JOIN ledger_balance b ON b.account_id = r.id AND b.posted < 0
                          JOIN household_benefit_link l ON l.id::text = split_part(r.owner, ':', 1)
                          JOIN organisation o ON o.id = l.organisation_id AND left(o.area_code, 2) = $1
                         WHERE r.kind = 'RECOVERABLE' ORDER BY r.id""")
                .execute(Tuple.of(provinceDigits))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Offsets.Owed(
                                row.getLong("id"), row.getUUID("link_id"), row.getString("leg"), row.getLong("fen"))));
    }

    Uni<Integer> households(SqlConnection connection, UUID run) {
        return connection
                .preparedQuery("""
                        SELECT count(*)::int AS n FROM
                               (SELECT DISTINCT household_no FROM settlement_share
                                 WHERE run_id = $1 AND amount > 0 AND household_no > 0) d""")
                .execute(Tuple.of(run))
                .map(rows -> rows.iterator().next().getInteger("n"));
    }

    Uni<Void> open(
            SqlConnection connection,
            Run run,
            int month,
            String horizon,
            long totalFen,
            int households,
            Actor preparedBy,
            Instant now) {
        return connection
                .preparedQuery("""
                        INSERT INTO settlement_run (id, region, month, state, to_xid, chunk_size, input_digest, result_digest,
                               total_fen, households, prepared_by, prepared_person, prepared_at)
                        VALUES ($1, $2, $3, 'PREPARED', $4::text::xid8, $5, $6, $7, $8, $9, $10, $11, $12)""")
                .execute(Tuple.tuple()
                        .addUUID(run.id())
                        .addString(run.region())
                        .addInteger(month)
                        .addString(horizon)
                        .addInteger(run.chunkSize())
                        .addValue(bytes(run.inputDigest()))
                        .addValue(bytes(run.resultDigest()))
                        .addLong(totalFen)
                        .addInteger(households)
                        .addUUID(preparedBy.accountId())
                        .addUUID(preparedBy.personId())
                        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    Uni<Void> addPools(SqlConnection connection, UUID run, List<FrozenPool> pools) {
        return connection
                .preparedQuery("""
                        INSERT INTO settlement_pool (run_id, pool_id, rank, account_id, amount, day, members, weight, state)
                        SELECT $1, p.pool_id, p.rank, p.account_id, p.amount, p.day, p.members, p.weight,
                               CASE WHEN p.members > 0 THEN 'SHARED' ELSE 'CARRIED' END
                          FROM unnest($2::bigint[], $3::int[], $4::bigint[], $5::bigint[], $6::date[], $7::int[], $8::bigint[])
                            AS p(pool_id, rank, account_id, amount, day, members, weight)""")
                .execute(Tuple.tuple()
                        .addUUID(run)
                        .addArrayOfLong(longs(pools, each -> each.pool().poolId()))
                        .addArrayOfInteger(
                                pools.stream().map(each -> each.pool().rank()).toArray(Integer[]::new))
                        .addArrayOfLong(longs(pools, each -> each.pool().accountId()))
                        .addArrayOfLong(longs(pools, each -> each.pool().fen()))
                        .addValue(pools.stream().map(each -> each.pool().day()).toArray(LocalDate[]::new))
                        .addArrayOfInteger(
                                pools.stream().map(FrozenPool::members).toArray(Integer[]::new))
                        .addArrayOfLong(longs(pools, FrozenPool::weight)))
                .replaceWithVoid();
    }

    Uni<Void> addChunks(SqlConnection connection, UUID run, List<Chunk> chunks) {
        List<Tuple> rows = chunks.stream()
                .map(chunk -> Tuple.tuple()
                        .addUUID(run)
                        .addInteger(chunk.no())
                        .addInteger(chunk.firstRank())
                        .addLong(chunk.firstNo())
                        .addInteger(chunk.lastRank())
                        .addLong(chunk.lastNo())
                        .addInteger(chunk.credits())
                        .addLong(chunk.fen())
                        .addValue(bytes(chunk.root())))
                .toList();
        return connection.preparedQuery("""
                        INSERT INTO settlement_chunk (run_id, chunk_no, first_rank, first_no, last_rank, last_no, n, total, root)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""").executeBatch(rows).replaceWithVoid();
    }

    Uni<Optional<Run>> find(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery(RUN)
                .execute(Tuple.of(id))
                .map(rows -> Rows.first(rows, SettlementRepository::run));
    }

    /** The same, with nobody else changing it until the transaction ends. */
    Uni<Optional<Run>> lock(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery(RUN + " FOR UPDATE")
                .execute(Tuple.of(id))
                .map(rows -> Rows.first(rows, SettlementRepository::run));
    }

    Uni<List<PoolToShare>> pools(SqlConnection connection, UUID run) {
        return connection
                .preparedQuery("""
                        SELECT s.pool_id AS id, s.rank, s.account_id, a.link_id, p.leg, s.day, s.amount FROM settlement_pool s
                          JOIN sale_pool p ON p.id = s.pool_id JOIN household_agreement a ON a.id = p.agreement_id
                         WHERE s.run_id = $1 ORDER BY s.rank""")
                .execute(Tuple.of(run))
                .map(rows -> Rows.list(rows, SettlementRepository::pool));
    }

    /** @param digest what was seen: {@link Review#digest} */
    Uni<Void> approve(SqlConnection connection, UUID run, Actor by, String digest, Instant now) {
        return connection
                .preparedQuery("""
                        UPDATE settlement_run SET state = 'APPROVED', approved_by = $2, approved_person = $3, approved_digest = $4,
                               approved_at = $5
                         WHERE id = $1""")
                .execute(Tuple.of(run, by.accountId(), by.personId(), bytes(digest), now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    Uni<Void> state(SqlConnection connection, UUID run, String state) {
        return connection
                .preparedQuery("UPDATE settlement_run SET state = $2 WHERE id = $1")
                .execute(Tuple.of(run, state))
                .replaceWithVoid();
    }

    Uni<List<UUID>> running(SqlConnection connection) {
        return connection
                .query("SELECT id FROM settlement_run WHERE state = 'RUNNING' ORDER BY number")
                .execute()
                .map(rows -> Rows.list(rows, row -> row.getUUID("id")));
    }

    /** An open chunk that nobody else works on, held until the transaction ends. */
    Uni<Optional<Chunk>> claim(SqlConnection connection, UUID run) {
        return connection
                .preparedQuery("""
                        SELECT chunk_no, first_rank, first_no, last_rank, last_no, n, total, root FROM settlement_chunk
                         WHERE run_id = $1 AND state = 'OPEN' ORDER BY chunk_no LIMIT 1 FOR UPDATE SKIP LOCKED""")
                .execute(Tuple.of(run))
                .map(rows -> Rows.first(rows, SettlementRepository::chunk));
    }

    /** Posts the credits of a chunk as one transaction, pools first; answers its id, or fails where they are not as frozen. */
    Uni<Long> post(SqlConnection connection, Run run, Chunk chunk, int period, Instant now, LocalDate today) {
        return connection
                .preparedQuery("""
                        WITH s AS MATERIALIZED (
                            SELECT p.pool_id, p.rank, p.account_id AS pool_account, s.household_no, s.account_id, s.amount
                              FROM settlement_share s JOIN settlement_pool p ON p.run_id = s.run_id AND p.rank = s.pool_rank
                             WHERE s.run_id = $1 AND (s.pool_rank, s.household_no) >= ($2, $3)
                               AND (s.pool_rank, s.household_no) <= ($4, $5) AND s.amount > 0),
                        l AS (SELECT account_id, pool_id, amount FROM (
                            SELECT 0 AS side, rank, 0::bigint AS household_no, pool_account AS account_id, pool_id,
                                   (-sum(amount))::bigint AS amount
                              FROM s GROUP BY rank, pool_account, pool_id
                            UNION ALL SELECT 1, rank, household_no, account_id, pool_id, amount FROM s) u ORDER BY side, rank, household_no)
                        SELECT count(*) FILTER (WHERE amount > 0)::int AS n, sum(amount) FILTER (WHERE amount > 0)::bigint AS total,
                               ledger_post('SETTLE', $6, $7, $8, $9, NULL, $1, $10, 'system', $11,
                                   array_agg(account_id), array_agg(pool_id), array_agg(amount)) AS tx FROM l""")
                .execute(Tuple.tuple()
                        .addUUID(run.id())
                        .addInteger(chunk.firstRank())
                        .addLong(chunk.firstNo())
                        .addInteger(chunk.lastRank())
                        .addLong(chunk.lastNo())
                        .addInteger(period)
                        .addLocalDate(today)
                        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
                        .addString(key(run.id(), chunk.no()))
                        .addString("settlement:" + run.number())
                        .addValue(bytes(chunk.root())))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    if (row.getInteger("n") != chunk.credits() || row.getLong("total") != chunk.fen()) {
                        throw SettlementProblems.digestMismatch();
                    }
                    return row.getLong("tx");
                });
    }

    Uni<Void> done(SqlConnection connection, UUID run, int chunk, Optional<Long> txId) {
        return connection
                .preparedQuery(
                        "UPDATE settlement_chunk SET state = 'DONE', tx_id = $3 WHERE run_id = $1 AND chunk_no = $2")
                .execute(Tuple.of(run, chunk, txId.orElse(null)))
                .replaceWithVoid();
    }

    /** What the ledger holds of a run, chunk by chunk; empty while a chunk is open. */
    Uni<Optional<List<Chunk>>> posted(SqlConnection connection, UUID run) {
        return connection.preparedQuery("""
                        SELECT c.chunk_no, c.first_rank, c.first_no, c.last_rank, c.last_no, c.state,
                               coalesce(l.n, 0)::int AS n, coalesce(l.total, 0)::bigint AS total, coalesce(t.content_root, c.root) AS root
                          FROM settlement_chunk c
                          LEFT JOIN ledger_tx t ON t.id = c.tx_id AND t.idem_key = format('run:%s:chunk:%s', c.run_id, c.chunk_no)
                          LEFT JOIN LATERAL (SELECT count(*) AS n, sum(amount) AS total FROM ledger_line
                                WHERE period = t.period AND tx_id = t.id AND amount > 0) l ON true
                         WHERE c.run_id = $1 ORDER BY c.chunk_no""").execute(Tuple.of(run)).map(rows -> {
            for (Row row : rows) {
                if (row.getString("state").equals("OPEN")) {
                    return Optional.empty();
                }
            }
            return Optional.of(Rows.list(rows, SettlementRepository::chunk));
        });
    }

    Uni<Void> finish(SqlConnection connection, UUID run, String executedDigest, String root, Instant now) {
        return connection
                .preparedQuery("""
                        UPDATE settlement_run SET state = 'DONE', executed_digest = $2, root = $3, finished_at = $4
                         WHERE id = $1 AND state = 'RUNNING'""")
                .execute(Tuple.of(run, bytes(executedDigest), bytes(root), now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** The runs that were closed with a root, the oldest first. */
    Uni<List<RunCheck.Closed>> closed(SqlConnection connection) {
        return connection
                .query(
                        "SELECT id, number, root FROM settlement_run WHERE state = 'DONE' AND root IS NOT NULL ORDER BY number")
                .execute()
                .map(rows -> Rows.list(
                        rows,
                        row -> new RunCheck.Closed(row.getUUID("id"), row.getInteger("number"), hex(row, "root"))));
    }

    static String key(UUID run, int chunk) {
        return "run:" + run + ":chunk:" + chunk;
    }

    private static Run run(Row row) {
        return new Run(
                row.getUUID("id"),
                row.getInteger("number"),
                row.getString("region"),
                row.getString("state"),
                row.getInteger("chunk_size"),
                hex(row, "input_digest"),
                hex(row, "result_digest"),
                row.getUUID("prepared_person"));
    }

    private static PoolToShare pool(Row row) {
        return new PoolToShare(
                row.getLong("id"),
                row.getInteger("rank"),
                row.getLong("account_id"),
                row.getUUID("link_id"),
                row.getString("leg"),
                row.getLocalDate("day"),
                row.getLong("amount"));
    }

    private static Chunk chunk(Row row) {
        return new Chunk(
                row.getInteger("chunk_no"),
                row.getInteger("first_rank"),
                row.getLong("first_no"),
                row.getInteger("last_rank"),
                row.getLong("last_no"),
                row.getInteger("n"),
                row.getLong("total"),
                hex(row, "root"));
    }

    static String hex(Row row, String column) {
        return HEX.formatHex(row.getBuffer(column).getBytes());
    }

    private static Buffer bytes(String hex) {
        return Buffer.buffer(HEX.parseHex(hex));
    }

    private static Long[] longs(List<FrozenPool> pools, Function<FrozenPool, Long> value) {
        return pools.stream().map(value).toArray(Long[]::new);
    }
}
