package org.bangxiao.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/**
 * A settlement run in a province of its own: prepared by one, reviewed and approved by another, run; every household has an
 * account from an earlier month, and nothing is odd. Against INSERT … SELECT of as many lines and UPDATE … FROM of as many
 * balances in one transaction, from the shares that the run froze, into fresh tables of the same shape and indexes. The review
 * is measured by itself: a person reads it in between.
 */
final class SettlementBenchmark {
    private static final String PROVINCE = "980000";
    private static final int HOUSEHOLDS_A_LINK = 216;
    private static final long FEN_A_POOL = 5_000_000;

    private final Database database;
    private final Staff staff;
    private final Load load;
    private final Scale scale;

    SettlementBenchmark(Database database, Staff staff, Load load, Scale scale) {
        this.database = database;
        this.staff = staff;
        this.load = load;
        this.scale = scale;
    }

    List<Figure> measure() throws SQLException, InterruptedException {
        int links = Math.max(1, scale.households() / HOUSEHOLDS_A_LINK);
        found(links);
        String preparer = staff.open("bench-preparer", "finance", null, PROVINCE);
        String approver = staff.open("bench-approver", "finance", null, PROVINCE);
        long month = database.number("SELECT " + Families.MONTH);
        Map<String, String> token = staff.as(preparer);
        Bench.say("settlement: preparing …");
        long from = System.nanoTime();
        JsonObject run = load.await(load.post(
                        "/api/settlements",
                        token,
                        new JsonObject()
                                .put("region", PROVINCE)
                                .put("month", month)
                                .toBuffer()))
                .toJsonObject();
        long prepared = System.nanoTime() - from;
        String path = "/api/settlements/" + run.getString("id");
        Bench.say("settlement: prepared in " + Figure.secondsOf(prepared) + " s, reviewing …");
        from = System.nanoTime();
        JsonObject review =
                load.await(load.get(path + "/review", staff.as(approver))).toJsonObject();
        long reviewed = System.nanoTime() - from;
        load.await(load.post(
                path + "/approval",
                staff.as(approver),
                new JsonObject()
                        .put("resultDigest", run.getString("resultDigest"))
                        .put("reviewDigest", review.getString("digest"))
                        .toBuffer()));
        Bench.say("settlement: reviewed in " + Figure.secondsOf(reviewed) + " s, running …");
        token = staff.as(preparer);
        from = System.nanoTime();
        load.await(load.post(path + "/run", token, Buffer.buffer()));
        // Another worker may have the last chunk in hand.
        while (database.number("SELECT count(*) FROM settlement_run WHERE state = 'DONE'") == 0) {
            Thread.sleep(50);
        }
        long ran = System.nanoTime() - from;
        Bench.say("settlement: run in " + Figure.secondsOf(ran) + " s, bound …");
        long bound = bound(run.getString("id"));
        long credits = database.number("SELECT count(*) FROM settlement_share WHERE amount > 0");
        String size = credits + " households credited out of " + links + " pools, one run";
        return List.of(
                Figure.seconds("settlement", prepared + ran, bound, size + ", prepared and run"),
                Figure.seconds("settlement-prepare", prepared, null, size + ", shares computed and frozen"),
                Figure.seconds("settlement-review", reviewed, null, size + ", changes and what is odd found once"),
                Figure.seconds("settlement-run", ran, bound, size + ", recomputed and posted"));
    }

    private void found(int links) throws SQLException {
        Families families = new Families("settlement", "980101", links, scale.households());
        Bench.say("settlement: writing " + scale.households() + " households …");
        database.load(families.statements());
        Bench.say("settlement: opening accounts and filling pools …");
        database.load(families.agreements(links));
        database.load(families.pools(links, "CONFIRMED"));
        database.load(families.accounts());
        database.tidy(families.filled(FEN_A_POOL), "VACUUM ANALYZE", "CHECKPOINT");
    }

    private long bound(String run) throws SQLException {
        database.tidy(
                "CREATE TABLE bench_line (LIKE ledger_line INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)",
                "CREATE TABLE bench_balance (LIKE ledger_balance INCLUDING DEFAULTS INCLUDING INDEXES) WITH (fillfactor = 50)",
                "INSERT INTO bench_balance (account_id) SELECT account_id FROM settlement_share WHERE run_id = '" + run
                        + "' GROUP BY account_id ORDER BY account_id",
                "ALTER TABLE bench_line OWNER TO bangxiao",
                "ALTER TABLE bench_balance OWNER TO bangxiao",
                "VACUUM ANALYZE bench_balance",
                "VACUUM ANALYZE settlement_share",
                "CHECKPOINT");
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            long from = System.nanoTime();
            statement.execute("INSERT INTO bench_line SELECT " + Families.MONTH
                    + ", 1, row_number() OVER (ORDER BY s.pool_rank, s.household_no), s.account_id, p.pool_id, s.amount "
                    + "FROM settlement_share s JOIN settlement_pool p ON p.run_id = s.run_id AND p.rank = s.pool_rank "
                    + "WHERE s.run_id = '" + run + "' AND s.amount > 0");
            statement.execute(
                    "UPDATE bench_balance b SET posted = b.posted + l.amount, lines = b.lines + 1 FROM bench_line l "
                            + "WHERE b.account_id = l.account_id AND b.slot = 0");
            connection.commit();
            return System.nanoTime() - from;
        }
    }
}
