package org.bangxiao.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.ledger.AccountKind;
import org.bangxiao.ledger.Seals;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Digests;
import org.bangxiao.platform.Tx;
import org.bangxiao.platform.web.Messages;
import org.bangxiao.sale.RecordedSale;
import org.bangxiao.sale.Sales;
import org.bangxiao.support.Goods;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.bangxiao.support.Statements;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The books as of a day. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class BooksHttpTest {
    private static final LocalDate LEAP_DAY = LocalDate.of(2020, 2, 29);
    private static final Pattern POSTED =
            Pattern.compile("(?:Posting\\.of\\(|posting\\(|post\\(\\s*connection,)\\s*\"([A-Z_]+)\"");

    @Inject
    Sales sales;

    @Inject
    Seals seals;

    @Inject
    BusinessClock clock;

    @Inject
    Tx tx;

    private final Actor auditor = People.everywhere(Role.AUDITOR);

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aSaleReportedLateStandsInTheBooksOfItsDayByValueDateAndOfTodayByRecordDate() {
        Goods goods = Goods.certified(100);
        String source = "partner:" + UUID.randomUUID();
        sold(goods, source, Instant.parse("2020-02-05T02:00:00Z"));
        JsonPath then = account("CLEARING", source, LEAP_DAY);
        assertThat(then.getLong("nowFen")).isEqualTo(-5_000);
        assertThat(then.getLong("recordedFen")).as("nobody knew of it").isZero();
        assertThat(then.getLong("valueFen")).isEqualTo(-5_000);
        JsonPath before = account("CLEARING", source, LocalDate.of(2020, 2, 4));
        assertThat(before.getLong("valueFen")).isZero();
        JsonPath today = account("CLEARING", source, clock.today());
        assertThat(today.getLong("recordedFen")).isEqualTo(-5_000);
        assertThat(today.getList("page.items.fen")).isEqualTo(List.of(-5_000));
        sold(goods, source, clock.instant());
        assertThat(account("CLEARING", source, LEAP_DAY).getLong("valueFen")).isEqualTo(-5_000);
        assertThat(account("CLEARING", source, clock.today()).getList("page.items.afterFen"))
                .as("what it stood at after each")
                .isEqualTo(List.of(-10_000, -5_000));
        JsonPath first = People.as(auditor)
                .get("/api/books/account?size=1&kind=CLEARING&owner=" + source)
                .jsonPath();
        JsonPath second = People.as(auditor)
                .get("/api/books/account?size=1&kind=CLEARING&owner=" + source + "&cursor="
                        + first.getString("page.next"))
                .jsonPath();
        assertThat(second.getList("page.items.afterFen")).isEqualTo(List.of(-5_000));
        assertThat(second.getString("page.next")).isNull();
    }

    @Test
    void theTrialBalanceOfAnyDayIsWhatTheJournalAddsUpToUntilThen() throws SQLException {
        Goods goods = Goods.certified(100);
        sold(goods, "partner:" + UUID.randomUUID(), Instant.parse("2020-02-05T02:00:00Z"));
        for (String by : List.of("RECORDED", "VALUE")) {
            for (LocalDate day : List.of(LEAP_DAY, clock.today().minusDays(1))) {
                JsonPath trial = trial(day, by);
                String until = by.equals("VALUE")
                        ? "t.value_date <= '" + day + "'"
                        : "t.recorded_at < timestamp '" + day.plusDays(1) + "' AT TIME ZONE 'Asia/Shanghai'";
                long debits = SettledProvince.number(
                        "SELECT coalesce(-sum(fen), 0) FROM (SELECT sum(l.amount) AS fen FROM ledger_line l"
                                + " JOIN ledger_tx t ON t.id = l.tx_id WHERE " + until + " GROUP BY l.account_id) s"
                                + " WHERE fen < 0");
                assertThat(trial.getLong("debitFen")).as(day + " " + by).isEqualTo(debits);
                assertThat(trial.getLong("creditFen")).as(day + " " + by).isEqualTo(debits);
            }
        }
        assertThat(trial(LEAP_DAY, "VALUE").getLong("debitFen"))
                .as("what was reported late")
                .isGreaterThanOrEqualTo(trial(LEAP_DAY, "RECORDED").getLong("debitFen") + 5_000);
        JsonPath today = trial(clock.today(), "RECORDED");
        assertThat(today.getLong("debitFen")).isPositive().isEqualTo(today.getLong("creditFen"));
    }

    @Test
    void anAccountIsOpenToItsAreaAloneAndATransactionHidesTheOwnersOfOthers() {
        Goods goods = Goods.certified(100);
        long sale = sold(goods, "partner:" + UUID.randomUUID(), clock.instant());
        String supplier = goods.organisationId().toString();
        String account = "/api/books/account?kind=SUPPLIER&owner=" + supplier;
        Actor neighbour = People.inArea(Role.AUDITOR, "360000");
        People.as(People.inArea(Role.FINANCE, "450000")).get(account).then().statusCode(200);
        People.as(neighbour).get(account).then().statusCode(404);
        People.as(neighbour).get("/desk/books" + account.substring(10)).then().statusCode(404);
        People.as(auditor)
                .get("/api/books/account?kind=SUPPLIER&owner=x")
                .then()
                .statusCode(404);
        String entry = "/api/books/transactions/" + sale;
        assertThat(People.as(auditor).get(entry).jsonPath().getList("lines.items.owner", String.class))
                .contains(supplier, "platform");
        assertThat(People.as(neighbour).get(entry).jsonPath().getList("lines.items.owner", String.class))
                .contains("platform")
                .containsNull()
                .doesNotContain(supplier);
        People.as(neighbour).get(entry).then().body("lines.items.fen.sum()", equalTo(0));
    }

    @Test
    void whatABodyHashIsOverCanBeReadAndHashedByWhoeverDoubtsIt() {
        long sale = sold(Goods.certified(100), "partner:" + UUID.randomUUID(), clock.instant());
        await(seals::sealNow);
        String path = "/api/books/transactions/" + sale;
        String text = People.as(auditor).get(path + "/text").asString();
        String hash = HexFormat.of().formatHex(Digests.sha256(text.getBytes(StandardCharsets.UTF_8)));
        People.as(auditor).get(path).then().body("bodyHash", equalTo(hash));
        People.as(auditor).get("/api/proofs/transactions/" + sale).then().body("bodyHash", equalTo(hash));
    }

    @Test
    void aDayThatIsNoneIsSaidAtItsFieldAndAPageCostsTheSameHoweverManyLinesThereAre() {
        for (String day : List.of(
                "2026-02-30", "x", "1999-12-31", clock.today().plusDays(1).toString())) {
            People.as(auditor)
                    .get("/api/books/trial-balance?day=" + day)
                    .then()
                    .statusCode(400)
                    .body("errors[0].pointer", equalTo("/day"), "errors[0].code", equalTo("date-invalid"));
        }
        Goods goods = Goods.certified(100);
        String source = "partner:" + UUID.randomUUID();
        sold(goods, source, clock.instant());
        Web desk = Web.signedIn(auditor);
        String page = "/desk/books/account?kind=CLEARING&owner=" + source;
        int few = Statements.of(() -> desk.get(page));
        for (int i = 0; i < 5; i++) {
            sold(goods, source, clock.instant());
        }
        assertThat(Statements.of(() -> desk.get(page))).isLessThanOrEqualTo(few);
        assertThat(desk.get("/desk/books?table=1").asString()).contains("CLEARING");
    }

    @Test
    void everyKindOfPostingAndOfAccountHasItsWords() {
        Set<String> kinds = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                POSTED.matcher(Files.readString(file)).results().forEach(found -> kinds.add(found.group(1)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(kinds).contains("SALE", "FUND", "UNFUND", "PAYOUT_RETURNED");
        for (String language : List.of("zh", "en")) {
            Map<String, String> words = Messages.all(language);
            assertThat(kinds).allSatisfy(kind -> assertThat(words).containsKey("posting." + kind));
            assertThat(AccountKind.values())
                    .allSatisfy(kind -> assertThat(words).containsKey("account-kind." + kind));
        }
    }

    /** One unit for 50 yuan; its transaction. */
    private long sold(Goods goods, String source, Instant at) {
        List<RecordedSale> recorded = await(() -> tx.write(connection -> sales.record(
                connection, List.of(goods.sale(source, UUID.randomUUID().toString(), 1, 5_000, at, false)))));
        return recorded.get(0).txId();
    }

    private JsonPath account(String kind, String owner, LocalDate day) {
        return People.as(auditor)
                .get("/api/books/account?kind=" + kind + "&owner=" + owner + "&day=" + day)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private JsonPath trial(LocalDate day, String by) {
        return People.as(auditor)
                .get("/api/books/trial-balance?day=" + day + "&by=" + by)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
