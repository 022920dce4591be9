package org.bangxiao.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.document.Documents;
import org.bangxiao.document.StoredDocument;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.Blacklist;
import org.bangxiao.organisation.PaperClock;
import org.bangxiao.organisation.Standing;
import org.bangxiao.organisation.Standings;
import org.bangxiao.organisation.SupplierDocuments;
import org.bangxiao.organisation.SupplierRegister;
import org.bangxiao.organisation.SupplierView;
import org.bangxiao.organisation.TakingOn;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;
import org.bangxiao.sale.SaleDraft;
import org.bangxiao.sale.Sales;
import org.bangxiao.support.Await;
import org.bangxiao.support.Certified;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.Papers;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A supplier's papers, its suspension and the blacklist, against every place where its goods are sold. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class StoppedSupplierHttpTest {
    private static final String COUNTY = "451224";

    @Inject
    BusinessClock clock;

    @Inject
    TakingOn takingOn;

    @Inject
    Documents documents;

    @Inject
    SupplierDocuments papers;

    @Inject
    SupplierRegister register;

    @Inject
    Blacklist blacklist;

    @Inject
    PaperClock paperClock;

    @Inject
    Standings standings;

    @Inject
    Sales sales;

    @Inject
    Tx tx;

    @AfterEach
    void backToToday() {
        clock.reset();
    }

    @AfterAll
    static void invariantsHold() {
        Invariants.hold();
    }

    @Test
    void anExpiredPaperStopsSellingByItselfAndARenewedOneLetsItGoOn() throws Exception {
        OnSale goods = OnSale.product(3_990, 50);
        LocalDate last = clock.today().plusDays(10);
        hold(goods, last);
        String cart = cart(goods);
        assertSelling(goods, true);
        travelTo(last);
        assertSelling(goods, true);
        travelTo(last.plusDays(1));
        assertSelling(goods, false);
        // The cart that was filled before says so and cannot be bought.
        Response shown = RestAssured.given().header("Cart-Token", cart).get("/api/carts/current");
        assertThat(shown.jsonPath().getBoolean("shops[0].lines[0].sellable")).isFalse();
        Response bought = checkout(cart);
        assertThat(bought.statusCode()).isEqualTo(400);
        assertThat(bought.asString()).contains("listing-unavailable");
        renew(goods, last.plusYears(1));
        assertSelling(goods, true);
        assertThat(checkout(cart).statusCode()).isEqualTo(201);
    }

    @Test
    void aPaymentUnderWayAndAReportOfADayBeforeAreJudgedByTheirOwnMoment() {
        OnSale goods = OnSale.product(3_990, 50);
        LocalDate last = clock.today().plusDays(10);
        hold(goods, last);
        Instant before = clock.instant();
        travelTo(last.plusDays(2));
        assertThat(refused(goods, clock.instant())).isEqualTo("supplier-not-selling");
        assertThat(refused(goods, before)).isEqualTo("");
    }

    @Test
    void aSuspensionAndItsLiftingTakeEffectAtOnce() throws Exception {
        OnSale goods = OnSale.product(3_990, 50);
        hold(goods, clock.today().plusYears(1));
        Actor officer = People.inArea(Role.COUNTY_OFFICER, COUNTY);
        UUID id = goods.product().organisationId();
        int before = version(officer, id);
        Await.await(() -> register.suspend(officer, id, before, "抽检不合格"));
        assertSelling(goods, false);
        int after = version(officer, id);
        Await.await(() -> register.lift(officer, id, after, "整改完成"));
        assertSelling(goods, true);
        assertThat(refused(goods, clock.instant().minus(Duration.ofDays(1)))).isEqualTo("");
    }

    @Test
    void theBlacklistBarsSellingAndApplyingFromItsFirstToItsLastDay() throws Exception {
        OnSale goods = OnSale.product(3_990, 50);
        hold(goods, clock.today().plusYears(1));
        UUID id = goods.product().organisationId();
        Actor officer = People.inArea(Role.COUNTY_OFFICER, COUNTY);
        LocalDate from = clock.today().plusDays(2);
        LocalDate to = from.plusDays(3);
        Await.await(() -> blacklist.enter(officer, id, from, to, "虚报带动户", true));
        assertSelling(goods, true);
        travelTo(from);
        assertSelling(goods, false);
        assertThat(mayApply(goods)).isEqualTo("supplier-blacklisted");
        List<Blacklist.Entry> published =
                Await.await(() -> tx.read(connection -> blacklist.published(connection, clock.today())));
        assertThat(published).anyMatch(entry -> entry.organisationId().equals(id));
        travelTo(to);
        assertSelling(goods, false);
        travelTo(to.plusDays(1));
        // Off the list by date; the shelves follow with the clock, once, however late it ticks.
        Await.await(() -> paperClock.advance());
        Await.await(() -> paperClock.advance());
        assertSelling(goods, true);
        assertThat(mayApply(goods)).isEqualTo("");
    }

    @Test
    void whoeverIsLiftedFromTheBlacklistSellsAgainAtOnce() throws Exception {
        OnSale goods = OnSale.product(3_990, 50);
        hold(goods, clock.today().plusYears(1));
        UUID id = goods.product().organisationId();
        Actor officer = People.inArea(Role.COUNTY_OFFICER, COUNTY);
        UUID entry = Await.await(() -> blacklist.enter(officer, id, clock.today(), null, "虚报带动户", false));
        assertSelling(goods, false);
        Actor neighbour = People.inArea(Role.COUNTY_OFFICER, "451223");
        assertThat(code(() -> Await.await(() -> blacklist.lift(neighbour, entry, "不归我管"))))
                .isEqualTo("not-found");
        Await.await(() -> blacklist.lift(officer, entry, "查清无此事"));
        assertSelling(goods, true);
    }

    @Test
    void remindersComeOnceForEachTermAndAMissedDayIsCaughtUpWithOne() {
        OnSale goods = OnSale.product(3_990, 50);
        LocalDate last = clock.today().plusDays(100);
        hold(goods, last);
        Actor supplier = goods.product().supplier();
        travelTo(last.minusDays(40));
        Await.await(() -> paperClock.advance());
        assertThat(told(supplier)).isZero();
        travelTo(last.minusDays(30));
        Await.await(() -> paperClock.advance());
        Await.await(() -> paperClock.advance());
        assertThat(told(supplier)).isEqualTo(1);
        travelTo(last.minusDays(29));
        Await.await(() -> paperClock.advance());
        assertThat(told(supplier)).isEqualTo(1);
        // Down from here until three days before the end: one reminder, not two.
        travelTo(last.minusDays(3));
        Await.await(() -> paperClock.advance());
        assertThat(told(supplier)).isEqualTo(2);
        travelTo(last.plusDays(1));
        Await.await(() -> paperClock.advance());
        travelTo(last.plusDays(2));
        Await.await(() -> paperClock.advance());
        assertThat(told(supplier)).isEqualTo(3);
    }

    @Test
    void theRuleInTheDatabaseAndTheRuleInTheProgramSayTheSame() throws Exception {
        OnSale goods = OnSale.product(3_990, 50);
        UUID id = goods.product().organisationId();
        LocalDate today = clock.today();
        hold(goods, today.plusDays(30));
        Actor officer = People.inArea(Role.COUNTY_OFFICER, COUNTY);
        Await.await(() -> blacklist.enter(officer, id, today.plusDays(5), today.plusDays(6), "虚报", false));
        int before = version(officer, id);
        Await.await(() -> register.suspend(officer, id, before, "抽检不合格"));
        travelTo(today.plusDays(2));
        int after = version(officer, id);
        Await.await(() -> register.lift(officer, id, after, "整改完成"));
        Map<UUID, Standing> found = Await.await(() -> tx.read(connection -> standings.of(connection, List.of(id))));
        Standing standing = found.get(id);
        boolean sold = false;
        boolean stopped = false;
        for (int hours = -24 * 3; hours < 24 * 40; hours += 7) {
            Instant moment = today.atStartOfDay(BusinessClock.CHINA).toInstant().plus(Duration.ofHours(hours));
            assertThat(standing.sellsAt(moment)).as(moment.toString()).isEqualTo(sells(id, moment));
            sold |= standing.sellsAt(moment);
            stopped |= !standing.sellsAt(moment);
        }
        assertThat(sold && stopped).isTrue();
    }

    private void assertSelling(OnSale goods, boolean selling) throws SQLException {
        int found = selling ? 200 : 404;
        assertThat(RestAssured.get("/api/products/" + goods.listingId()).statusCode())
                .as("product")
                .isEqualTo(found);
        assertThat(RestAssured.get("/products/" + goods.listingId()).statusCode())
                .as("product page")
                .isEqualTo(found);
        assertThat(shownInList(goods)).as("list").isEqualTo(selling);
        assertThat(addToCart(goods).statusCode()).as("cart").isEqualTo(selling ? 201 : 400);
        assertThat(refused(goods, clock.instant())).as("sale").isEqualTo(selling ? "" : "supplier-not-selling");
    }

    private boolean shownInList(OnSale goods) throws SQLException {
        try (Connection connection = PostgresForTests.connect();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT count(*) FROM catalogue_listing WHERE id = ? AND state = 'ON_SALE' AND certificate_valid"
                                + " AND valid_to >= ?")) {
            statement.setObject(1, goods.listingId());
            statement.setObject(2, clock.today());
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1) == 1;
            }
        }
    }

    private static boolean sells(UUID organisation, Instant moment) throws SQLException {
        try (Connection connection = PostgresForTests.connect();
                PreparedStatement statement = connection.prepareStatement("SELECT organisation_sells(?, ?)")) {
            statement.setObject(1, organisation);
            statement.setObject(2, OffsetDateTime.ofInstant(moment, ZoneOffset.UTC));
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getBoolean(1);
            }
        }
    }

    private void hold(OnSale goods, LocalDate until) {
        LocalDate since = clock.today().minusYears(1);
        StoredDocument file = Await.await(() -> documents.store(Papers.pdf()));
        Await.await(() -> takingOn.with(
                goods.product().organisationId(),
                since,
                List.of(
                        new TakingOn.Held("business-licence", since, until, file.sha256()),
                        new TakingOn.Held("bank-account", since, null, file.sha256()))));
    }

    private void renew(OnSale goods, LocalDate until) throws Exception {
        java.nio.file.Path file = java.nio.file.Files.createTempFile("renewed", ".bin");
        java.nio.file.Files.write(file, Papers.jpeg());
        UUID document = Await.await(() -> papers.add(
                goods.product().supplier(),
                new SupplierDocuments.Description(
                        "business-licence", "", clock.today().toString(), until.toString()),
                file));
        assertSelling(goods, false);
        Actor officer = People.inArea(Role.COUNTY_OFFICER, COUNTY);
        Await.await(() -> papers.decide(officer, document, true, ""));
    }

    private String refused(OnSale goods, Instant at) {
        Certified.Product product = goods.product();
        SaleDraft draft = new SaleDraft(
                "test",
                Ids.next().toString(),
                goods.listingId(),
                product.productId(),
                product.organisationId(),
                1,
                goods.priceFen(),
                "ECOMMERCE",
                List.of(),
                at,
                false);
        return code(() -> Await.await(() -> tx.write(connection -> sales.record(connection, List.of(draft)))));
    }

    private String mayApply(OnSale goods) {
        return code(() ->
                Await.await(() -> standings.requireMayApply(goods.product().organisationId())));
    }

    private int version(Actor officer, UUID id) {
        SupplierView.WithDocuments seen = Await.await(() -> register.seenBy(officer, id));
        return seen.supplier().version();
    }

    private static int told(Actor supplier) {
        List<String> notes = People.as(supplier)
                .header("Accept-Language", "zh")
                .get("/api/inbox")
                .jsonPath()
                .getList("items.text");
        return (int) notes.stream().filter(text -> text.contains("营业执照")).count();
    }

    private static String cart(OnSale goods) {
        return addToCart(goods).jsonPath().getString("token");
    }

    private static Response addToCart(OnSale goods) {
        return RestAssured.given()
                .contentType("application/json")
                .body(Map.of("lines", List.of(Map.of("listingId", goods.listingId(), "quantity", 1))))
                .post("/api/carts");
    }

    private static Response checkout(String cart) {
        return RestAssured.given()
                .contentType("application/json")
                .header("Cart-Token", cart)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of(
                        "receiver", Map.of("receiver", "演示顾客", "phone", "13800000000", "address", "广东省深圳市福田区演示路 1 号")))
                .post("/api/purchases");
    }

    private static String code(Runnable deed) {
        Problem problem = catchThrowableOfType(Problem.class, deed::run);
        return problem == null ? "" : problem.code();
    }

    private void travelTo(LocalDate day) {
        clock.travelTo(day.atTime(12, 0).atZone(BusinessClock.CHINA).toInstant());
    }
}
