package org.bangxiao.support;

import io.quarkus.arc.Arc;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bangxiao.household.Agreement;
import org.bangxiao.household.BenefitLinks;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkDraft;
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.ledger.AccountKey;
import org.bangxiao.ledger.AccountKind;
import org.bangxiao.ledger.Ledger;
import org.bangxiao.ledger.Posting;
import org.bangxiao.platform.Tx;
import org.bangxiao.platform.database.DatabaseAddress;
import org.bangxiao.settlement.Review;
import org.bangxiao.settlement.Reviews;
import org.bangxiao.settlement.SettlementView;
import org.bangxiao.settlement.Settlements;

/**
 * A province of its own for a settlement test, with two finance people, links and pools that hold money: so that no
 * other test's sales fall into its runs.
 */
public final class SettledProvince {
    /** Shares of a run ({@code :run}) on which one SQL statement and the service disagree (RELIABILITY 2.4). */
    public static final String DISAGREEING_SHARES = """
            WITH m AS (SELECT s.rank, s.amount, e.household_no, e.weight, (sum(e.weight) OVER (PARTITION BY s.rank))::bigint AS w
                         FROM settlement_pool s JOIN sale_pool p ON p.id = s.pool_id JOIN household_agreement a ON a.id = p.agreement_id,
                              LATERAL household_sharers(ARRAY[a.link_id], s.day) e WHERE s.run_id = ':run'),
                 q AS (SELECT *, amount * weight / w AS base, amount * weight % w AS rest FROM m),
                 f AS (SELECT rank, (max(amount) - sum(base))::bigint AS leftover FROM q GROUP BY rank),
                 ref AS (SELECT rank, household_no, base + (row_number() OVER (PARTITION BY rank ORDER BY rest DESC,
                         sha256(int8send(household_no) || convert_to(':run', 'UTF8'))) <= leftover)::int AS amount
                           FROM q JOIN f USING (rank))
            SELECT count(*) FROM ref FULL JOIN (SELECT * FROM settlement_share WHERE run_id = ':run') s
                ON s.pool_rank = ref.rank AND s.household_no = ref.household_no
             WHERE s.amount IS DISTINCT FROM ref.amount""";

    private static final LocalDate LONG_AGO = LocalDate.of(2016, 1, 1);
    /** Two digits that no other test lives in: upwards from here, then those below that no real province has. */
    private static final List<Integer> FREE = IntStream.concat(
                    IntStream.rangeClosed(47, 99),
                    IntStream.of(16, 17, 18, 19, 20, 24, 25, 26, 27, 28, 29, 30, 38, 39, 40))
            .boxed()
            .toList();

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String province;
    private final Actor preparer;
    private final Actor approver;

    private SettledProvince(String province) {
        this.province = province;
        preparer = People.inArea(Role.FINANCE, province);
        approver = People.inArea(Role.FINANCE, province);
    }

    public static SettledProvince fresh() {
        return new SettledProvince(FREE.get(NUMBER.getAndIncrement()) + "0000");
    }

    /**
     * Approves a prepared run for this province's second person, who first says why it stands wherever something odd is found.
     */
    public SettlementView approve(SettlementView run) {
        return approve(approver, run);
    }

    /** The same by somebody else than who prepared it. */
    public static SettlementView approve(Actor approver, SettlementView run) {
        Settlements settlements = Arc.container().instance(Settlements.class).get();
        String digest = answered(approver, run.id());
        return Await.await(() -> settlements.approve(approver, run.id(), run.resultDigest(), digest));
    }

    /** Says why it stands wherever something odd is found in a prepared run; answers the review's digest. */
    public static String answered(Actor reviewer, UUID run) {
        Reviews reviews = Arc.container().instance(Reviews.class).get();
        Review review = Await.await(() -> reviews.of(reviewer, run));
        for (Review.Group group : review.groups()) {
            if (group.open() == 0) {
                continue;
            }
            Reviews.Given given = new Reviews.Given(group.code(), group.pool().id(), null, "演示：看过，没有问题");
            review = Await.await(() -> reviews.answer(reviewer, run, given));
        }
        return review.digest();
    }

    public Actor preparer() {
        return preparer;
    }

    public Actor approver() {
        return approver;
    }

    public String county() {
        return province.substring(0, 2) + "0101";
    }

    /** A cooperative's link of new households with these weights. */
    public UUID link(long[] weights, HouseholdStatus status) {
        UUID organisation = Suppliers.cooperative(county()).id();
        List<UUID> households = Families.register(weights.length, county(), status);
        List<LinkDraft.Member> members = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            members.add(new LinkDraft.Member(households.get(i), 1, weights[i], LONG_AGO, null));
        }
        BenefitLinks links = Arc.container().instance(BenefitLinks.class).get();
        return Await.await(() -> links.open(
                new LinkDraft(organisation, LinkKind.SHARES, "演示合同", 1_000_000_000L, LONG_AGO, null, members, true)));
    }

    /** The households of a link by their numbers. */
    public List<UUID> householdsOf(UUID link) throws SQLException {
        List<UUID> households = new ArrayList<>();
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT h.id FROM household_link_member m"
                        + " JOIN household h ON h.id = m.household_id WHERE m.link_id = '" + link
                        + "' ORDER BY h.number")) {
            while (rows.next()) {
                households.add(rows.getObject(1, UUID.class));
            }
        }
        return households;
    }

    /** A confirmed pool behind the link that holds so much. */
    public void pool(UUID link, int month, String leg, long fen) throws SQLException {
        Agreement agreement = Families.agreement(UUID.randomUUID(), link, 200, 0, 3000);
        Ledger ledger = Arc.container().instance(Ledger.class).get();
        Tx tx = Arc.container().instance(Tx.class).get();
        AccountKey pool = new AccountKey(AccountKind.POOL, agreement.id() + ":" + month + ":" + leg + ":CONFIRMED");
        AccountKey clearing = new AccountKey(AccountKind.CLEARING, "test");
        Map<AccountKey, Long> ids =
                Await.await(() -> tx.write(connection -> ledger.accounts(connection, List.of(pool, clearing))));
        long account = ids.getOrDefault(pool, 0L);
        run("INSERT INTO sale_pool (agreement_id, month, leg, basis, account_id) VALUES ('" + agreement.id() + "', "
                + month + ", '" + leg + "', 'CONFIRMED', " + account + ")");
        long poolId = number("SELECT id FROM sale_pool WHERE account_id = " + account);
        Posting posting = Posting.of(
                "TEST",
                Instant.parse("2026-11-10T04:00:00Z"),
                LocalDate.of(2026, 11, 10),
                "pool-" + UUID.randomUUID(),
                "test",
                List.of(Posting.Line.of(ids.getOrDefault(clearing, 0L), -fen), new Posting.Line(account, poolId, fen)));
        Await.await(() -> tx.write(connection -> ledger.post(connection, posting)));
    }

    public static void run(String sql) throws SQLException {
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The same with every right and no trigger: what a superuser could do. */
    public static void tamper(String sql) throws SQLException {
        DatabaseAddress all = PostgresForTests.administrator();
        try (Connection connection = DriverManager.getConnection(all.jdbcUrl(), all.user(), all.password());
                Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            statement.execute(sql);
        }
    }

    public static String text(String sql) throws SQLException {
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    public static long number(String sql) throws SQLException {
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
