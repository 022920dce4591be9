package org.bangxiao.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.bangxiao.platform.Secrets;

/**
 * Kills the service, or PostgreSQL with all its processes, by SIGKILL at random moments of a settlement run and of a payout,
 * and holds what comes out against an undisturbed run from the same start: every balance, every posting, every item, the
 * bank's file to the byte. A kill counts where it cut the work off. Some of what was cut off is left to the service to
 * take up by itself, the rest is started again by hand.
 *
 * <p>That the comparison sees anything is shown by what stands there after each kill, and by a stretch booked once more.
 */
final class CrashExercise {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int KILLS = Integer.getInteger("kills", 20);
    private static final int TRIES_A_KILL = 3;
    private static final String COUNTY = "451226";
    private static final String PROVINCE = "450000";
    private static final int LINKS = 10;
    private static final long FEN_A_POOL = 1_000_000;
    private static final Duration BY_ITSELF = Duration.ofSeconds(90);
    private static final Duration RECOVERED = Duration.ofSeconds(60);
    private static final String START = "crash_start";
    private static final String PREPARER = "crash-preparer";
    private static final String APPROVER = "crash-approver";

    /** Small stretches, so that there are many moments between two of them. */
    private static final Map<String, String> SETTINGS =
            Map.of("BANGXIAO_SETTLEMENT_CHUNK_SIZE", "12", "BANGXIAO_PAYOUT_CHUNK_SIZE", "12");

    private final Path data;
    private final Scale scale;
    private final SplittableRandom random = new SplittableRandom(SEED);

    private final Database database;
    private Service service;

    CrashExercise(Path data, Scale scale) throws SQLException, IOException, InterruptedException {
        this.data = data;
        this.scale = scale;
        database = Database.fresh(data.resolve("crash-database"));
        service = Service.on(database, data.resolve("crash-service"), SETTINGS);
    }

    /** Both victims in one course. */
    List<Figure> exercise(String name) throws Exception {
        try {
            Bench.say(name + ": seed " + SEED);
            String run = prepared();
            Course course = new Course.Settling(database, run);
            if (name.equals("crash-payout")) {
                course.work(preparer(), approver());
                course = new Course.PayingOut(database, drafted());
            }
            database.keep(START);
            awaitService();
            List<String> already = BookFacts.broken(database);
            restore(course);
            course.work(preparer(), approver());
            List<String> expected = BookFacts.of(database, course);
            requireHeld(already);
            repeatedByHandIsSeen(course, expected);
            return List.of(
                    killed(name + "-service", course, expected, already, false),
                    killed(name + "-database", course, expected, already, true));
        } finally {
            service.close();
            database.close();
        }
    }

    /** How long it takes whoever has just been started again: the moments of kills are spread over this. */
    private long undisturbed(Course course, boolean ofDatabase) throws Exception {
        kill(ofDatabase);
        restore(course);
        Desk preparer = preparer();
        Desk approver = approver();
        long from = System.nanoTime();
        course.work(preparer, approver);
        return System.nanoTime() - from;
    }

    private Figure killed(String name, Course course, List<String> expected, List<String> already, boolean ofDatabase)
            throws Exception {
        long nanos = undisturbed(course, ofDatabase);
        Bench.say(name + ": undisturbed in " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms");
        List<Long> moments = new ArrayList<>();
        boolean leftAlone = false;
        int kills = 0;
        while (moments.size() < KILLS && kills < KILLS * TRIES_A_KILL) {
            kills++;
            restore(course);
            long moment = random.nextLong(nanos);
            CompletableFuture<Void> work = atWork(course);
            LockSupport.parkNanos(moment);
            kill(ofDatabase);
            work.get(2, TimeUnit.MINUTES);
            if (course.over()) {
                continue;
            }
            moments.add(course.percent());
            if (BookFacts.of(database, course).equals(expected)) {
                throw new IllegalStateException("seed " + SEED + ": cut off and yet not to be told from the whole");
            }
            if (!leftAlone && course.goesOnByItself()) {
                leftAlone = true;
                await(BY_ITSELF, () -> !course.goesOnByItself());
                Bench.say(name + ": went on by itself");
            }
            await(RECOVERED, () -> taken(course));
            List<String> found = BookFacts.of(database, course);
            if (!found.equals(expected)) {
                throw new IllegalStateException(
                        "seed " + SEED + ", kill " + kills + ": " + BookFacts.difference(expected, found));
            }
            requireHeld(already);
        }
        if (moments.size() < KILLS) {
            throw new IllegalStateException("only " + moments.size() + " of " + kills + " kills cut anything off");
        }
        Collections.sort(moments);
        String at = "cut off at " + moments.get(0) + " to " + moments.get(moments.size() - 1)
                + " % of the postings, half of them before "
                + moments.get(moments.size() / 2) + " %; as an undisturbed run each time, once by itself: " + leftAlone
                + "; " + scale.households() + " households";
        return new Figure(name, BigDecimal.valueOf(moments.size()), BigDecimal.valueOf(kills), "cut off", at);
    }

    private CompletableFuture<Void> atWork(Course course) throws Exception {
        Desk preparer = preparer();
        Desk approver = approver();
        return CompletableFuture.runAsync(() -> {
            try {
                course.work(preparer, approver);
            } catch (IOException e) {
                // Killed under its hands.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void kill(boolean ofDatabase) throws Exception {
        if (ofDatabase) {
            database.kill();
            database.again();
            awaitService();
        } else {
            service.kill();
            service = Service.on(database, data.resolve("crash-service"), SETTINGS);
        }
    }

    /** Started again by hand, once or as often as it takes. */
    private boolean taken(Course course) throws Exception {
        try {
            course.work(preparer(), approver());
            return course.over();
        } catch (IOException | IllegalStateException e) {
            String why = String.valueOf(e.getMessage());
            Bench.say("again, for " + why.substring(0, Math.min(120, why.length())));
            return false;
        }
    }

    private void requireHeld(List<String> already) throws SQLException {
        List<String> broken = BookFacts.broken(database);
        broken.removeAll(already);
        if (!broken.isEmpty()) {
            throw new IllegalStateException("seed " + SEED + ": does not hold: " + broken);
        }
    }

    /** What a stretch without a key and an account without a floor would come to: its postings once more. */
    private void repeatedByHandIsSeen(Course course, List<String> expected) throws Exception {
        database.load("UPDATE ledger_account SET allow_negative = true", """
                SELECT ledger_post(t.kind, t.period, t.value_date, t.recorded_at, t.idem_key || ':again', NULL, t.run_id, t.source_ref,
                       t.actor, t.content_root, l.accounts, l.pools, l.amounts)
                  FROM (SELECT * FROM ledger_tx WHERE kind IN ('SETTLE', 'PAYOUT_PAID') ORDER BY id DESC LIMIT 1) t,
                       LATERAL (SELECT array_agg(account_id ORDER BY line_no) AS accounts, array_agg(pool_id ORDER BY line_no) AS pools,
                               array_agg(amount ORDER BY line_no) AS amounts
                          FROM ledger_line WHERE tx_id = t.id AND period = t.period) l""");
        if (BookFacts.of(database, course).equals(expected)) {
            throw new IllegalStateException("a stretch that was booked twice went unseen");
        }
        Bench.say("a stretch booked twice: " + BookFacts.broken(database));
    }

    private void restore(Course course) throws Exception {
        database.restore(START);
        course.anew();
        awaitService();
    }

    private void awaitService() throws Exception {
        await(RECOVERED, () -> {
            try {
                preparer().get("/api/settlements");
                return true;
            } catch (IOException | IllegalStateException e) {
                return false;
            }
        });
    }

    private Desk preparer() throws IOException, InterruptedException {
        return Desk.of(service, PREPARER);
    }

    private Desk approver() throws IOException, InterruptedException {
        return Desk.of(service, APPROVER);
    }

    /** Households with money in pools, and a run over them that was approved. */
    private String prepared() throws Exception {
        Families families = new Families("crash", COUNTY, LINKS, scale.households());
        database.load(families.statements());
        database.load(families.agreements(LINKS));
        database.load(families.pools(LINKS, "CONFIRMED"));
        database.load(families.accounts());
        database.tidy(families.filled(FEN_A_POOL), "VACUUM ANALYZE");
        giveAccounts();
        try (Load load = new Load(service.port())) {
            Staff staff = new Staff(database, load);
            staff.open(PREPARER, "finance", null, PROVINCE);
            staff.open(APPROVER, "finance", null, PROVINCE);
        }
        JsonObject run = Desk.json(preparer()
                .post(
                        "/api/settlements",
                        new JsonObject()
                                .put("region", PROVINCE)
                                .put("month", database.number("SELECT " + Families.MONTH))));
        String path = "/api/settlements/" + run.getString("id");
        approver()
                .post(
                        path + "/approval",
                        new JsonObject()
                                .put("resultDigest", run.getString("resultDigest"))
                                .put(
                                        "reviewDigest",
                                        approver().get(path + "/review").getString("digest")));
        return run.getString("id");
    }

    private String drafted() throws Exception {
        return Desk.json(preparer()
                        .post(
                                "/api/payouts",
                                new JsonObject().put("area", COUNTY).put("bank", "103")))
                .getString("id");
    }

    /** Names and accounts under the service's own key, for the bank's file opens them. */
    private void giveAccounts() throws Exception {
        Constructor<Secrets> made = Secrets.class.getDeclaredConstructor(Optional.class, String.class);
        made.setAccessible(true);
        Secrets secrets =
                made.newInstance(Optional.empty(), data.resolve("crash-service").toString());
        List<UUID> households = database.ids("SELECT id FROM household WHERE county_code = '" + COUNTY + "'");
        try (Connection connection = database.connect();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE household SET head_cipher = ?, bank_cipher = ?,"
                                + " bank_code = '103', bank_last4 = '1234' WHERE id = ?")) {
            connection.setAutoCommit(false);
            for (UUID household : households) {
                update.setBytes(1, secrets.encrypt("演示户", "household:" + household + ":head"));
                update.setBytes(2, secrets.encrypt("6228480000000001234", "household:" + household + ":bank"));
                update.setObject(3, household);
                update.addBatch();
            }
            update.executeBatch();
            connection.commit();
        }
    }

    /** A question that may fail in any way. */
    private interface Question {
        boolean yes() throws Exception;
    }

    private static void await(Duration patience, Question question) throws Exception {
        long until = System.nanoTime() + patience.toNanos();
        while (!question.yes()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("seed " + SEED + ": not within " + patience);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }
}
