package org.bangxiao.certification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.notice.Inbox;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.platform.database.DatabaseAddress;
import org.bangxiao.region.PinnedPacks;
import org.bangxiao.region.PolicyPacks;
import org.bangxiao.support.Certified;
import org.bangxiao.support.Families;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two processes of the service share nothing but the database: here two clockworks, each with a clock of its own and on
 * a connection of its own, brought to the same place at the same moment by a lock that is held until both wait for it.
 */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class TwoClocksDbTest {
    private static final String DONGLAN = "451224";
    /** A Monday; no holiday in the weeks after it. */
    private static final LocalDate MONDAY = LocalDate.of(2020, 8, 3);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Tx tx;

    @Inject
    PinnedPacks pinned;

    @Inject
    PolicyPacks packs;

    @Inject
    ApplicationRepository applicationRows;

    @Inject
    CaseRepository caseRows;

    @Inject
    TermRepository termRows;

    @Inject
    FollowUpRepository followUpRows;

    @Inject
    Handovers handovers;

    @Inject
    Inbox inbox;

    @Inject
    Cases cases;

    @Inject
    Certificates certificates;

    @Inject
    BusinessClock clock;

    @AfterEach
    void today() {
        clock.reset();
    }

    @AfterAll
    static void invariantsHold() {
        Invariants.hold();
    }

    @Test
    void twoClocksAtTheEndOfANoticeMoveItOnOnce() throws SQLException {
        ApplicationView posted = posted(MONDAY);
        LocalDate after = Objects.requireNonNull(posted.noticeEndsOn()).plusDays(1);
        on(after);
        bothAtOnce(posted.id(), clockwork(after), clockwork(after));
        assertThat(deeds("notice-end", List.of(posted.id()))).hasSize(1);
        CaseView moved = await(() -> cases.find(Certified.officer(Role.CITY_OFFICER, "451200"), posted.id()));
        assertThat(moved.application().step()).isEqualTo("city-review");
        assertThat(moved.application().version())
                .as("written once since it was posted")
                .isEqualTo(posted.version() + 1);
    }

    /** The control: whoever looks before the lock and writes after it moves the same notice on twice. */
    @Test
    void twoClocksThatLookWithoutTheLockDoItTwice() throws SQLException {
        ApplicationView posted = posted(MONDAY);
        LocalDate after = Objects.requireNonNull(posted.noticeEndsOn()).plusDays(1);
        try (Connection connection = administrator();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE control_moved (id uuid NOT NULL)");
            try {
                CyclicBarrier bothHaveLooked = new CyclicBarrier(2);
                CompletableFuture<Void> one =
                        CompletableFuture.runAsync(() -> withoutLock(posted.id(), after, bothHaveLooked));
                CompletableFuture<Void> other =
                        CompletableFuture.runAsync(() -> withoutLock(posted.id(), after, bothHaveLooked));
                one.join();
                other.join();
                try (ResultSet row = statement.executeQuery("SELECT count(*) FROM control_moved")) {
                    row.next();
                    assertThat(row.getInt(1)).isEqualTo(2);
                }
            } finally {
                statement.execute("DROP TABLE control_moved");
            }
        }
        on(after);
        await(() -> clockwork(after).advance());
        assertThat(deeds("notice-end", List.of(posted.id()))).hasSize(1);
    }

    @Test
    void weeksWithoutAClockAreMadeUpForOnceAndInTheOrderInWhichTheNoticesEnded() {
        ApplicationView first = posted(MONDAY);
        ApplicationView last = posted(MONDAY.plusDays(4));
        ApplicationView second = posted(MONDAY.plusDays(1));
        LocalDate back = MONDAY.plusWeeks(9);
        on(back);
        await(() -> clockwork(back).advance());
        await(() -> clockwork(back).advance());
        List<UUID> ids = List.of(first.id(), second.id(), last.id());
        assertThat(deeds("notice-end", ids)).containsExactlyElementsOf(ids);
        for (UUID id : ids) {
            CaseView moved = await(() -> cases.find(Certified.officer(Role.CITY_OFFICER, "451200"), id));
            assertThat(moved.application().step()).as("one step, not further").isEqualTo("city-review");
            assertThat(moved.standing().dueOn())
                    .as("the city's days begin when it could begin to read")
                    .isAfter(back);
        }
        assertThat(deeds("case-escalate", ids)).isEmpty();
        LocalDate later = back.plusWeeks(5);
        on(later);
        await(() -> clockwork(later).advance());
        await(() -> clockwork(later).advance());
        assertThat(deeds("case-escalate", ids)).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void aMissedDayOfRenewalIsToldOnceByHoweverManyProcesses() {
        Certified.Product product = Certified.product();
        CertificateView certificate =
                await(() -> certificates.byNumber(product.certificateNumber())).orElseThrow();
        LocalDate late = certificate.validTo().minusDays(40);
        on(late);
        CompletableFuture<Integer> one =
                CompletableFuture.supplyAsync(() -> await(() -> reminders(late).remind()));
        CompletableFuture<Integer> other =
                CompletableFuture.supplyAsync(() -> await(() -> reminders(late).remind()));
        one.join();
        other.join();
        on(late.plusDays(30));
        await(() -> reminders(late.plusDays(30)).remind());
        assertThat(rows(
                        "SELECT id::text FROM notice_note WHERE message_key = 'note.certificate-ends' AND link = ?",
                        "/desk/certificates/" + product.certificateNumber()))
                .hasSize(1);
    }

    /** A clockwork as another process has it. */
    private Clockwork clockwork(LocalDate day) {
        BusinessClock own = at(day);
        return new Clockwork(
                tx, own, pinned, applicationRows, caseRows, handovers, new Terms(tx, own, pinned, inbox, termRows));
    }

    private CertificateReminders reminders(LocalDate day) {
        return new CertificateReminders(tx, at(day), packs, inbox, followUpRows);
    }

    private static BusinessClock at(LocalDate day) {
        BusinessClock clock = new BusinessClock();
        clock.travelTo(day.atTime(9, 0).atZone(BusinessClock.CHINA).toInstant());
        return clock;
    }

    /** Both have read that the notice has ended, and both wait for the application; then they may go on. */
    private static void bothAtOnce(UUID id, Clockwork one, Clockwork other) throws SQLException {
        CompletableFuture<Integer> first;
        CompletableFuture<Integer> second;
        try (Connection holder = administrator();
                PreparedStatement lock =
                        holder.prepareStatement("SELECT 1 FROM certification_application WHERE id = ? FOR UPDATE")) {
            holder.setAutoCommit(false);
            lock.setObject(1, id);
            lock.executeQuery().close();
            first = CompletableFuture.supplyAsync(() -> await(one::advance));
            second = CompletableFuture.supplyAsync(() -> await(other::advance));
            waitForTwo();
            holder.rollback();
        }
        first.join();
        second.join();
    }

    private static void waitForTwo() throws SQLException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        try (Connection connection = administrator();
                Statement statement = connection.createStatement()) {
            while (System.nanoTime() < until) {
                try (ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0")) {
                    row.next();
                    if (row.getInt(1) >= 2) {
                        return;
                    }
                }
                Thread.onSpinWait();
            }
        }
        throw new AssertionError("the two clocks never met");
    }

    private static void withoutLock(UUID id, LocalDate today, CyclicBarrier bothHaveLooked) {
        try (Connection connection = administrator();
                PreparedStatement look = connection.prepareStatement("SELECT 1 FROM certification_application"
                        + " WHERE id = ? AND state = 'ON_NOTICE' AND notice_ends_on < ?");
                PreparedStatement move = connection.prepareStatement("INSERT INTO control_moved VALUES (?)")) {
            look.setObject(1, id);
            look.setObject(2, today);
            boolean ended;
            try (ResultSet row = look.executeQuery()) {
                ended = row.next();
            }
            bothHaveLooked.await();
            if (ended) {
                move.setObject(1, id);
                move.executeUpdate();
            }
        } catch (SQLException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private ApplicationView posted(LocalDate day) {
        on(day);
        Actor supplier = People.of(Role.SUPPLIER, Suppliers.cooperative(DONGLAN).id());
        List<UUID> households = Families.register(12, DONGLAN, HouseholdStatus.REGISTERED_POOR);
        UUID link = Families.link(supplier.requireOrganisationAs(Role.SUPPLIER), LinkKind.SHARES, 40, households, 100);
        return Certified.passed(
                Certified.officer(Role.COUNTY_OFFICER, DONGLAN),
                Certified.submitted(supplier, Certified.draft(DONGLAN, link)));
    }

    private void on(LocalDate day) {
        clock.travelTo(day.atTime(9, 0).atZone(BusinessClock.CHINA).toInstant());
    }

    /** Of which of these cases the trail tells such a deed, in the order in which they were done. */
    private static List<UUID> deeds(String action, List<UUID> of) {
        return rows("SELECT subject_id FROM platform_audit WHERE action = ? ORDER BY id", action).stream()
                .map(UUID::fromString)
                .filter(of::contains)
                .toList();
    }

    private static List<String> rows(String sql, String value) {
        try (Connection connection = PostgresForTests.connect();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, value);
            List<String> rows = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    rows.add(row.getString(1));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection administrator() throws SQLException {
        DatabaseAddress all = PostgresForTests.administrator();
        return DriverManager.getConnection(all.jdbcUrl(), all.user(), all.password());
    }
}
