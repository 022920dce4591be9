package org.bangxiao.certification;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.support.Certified;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class FollowUpDbTest {
    @Inject
    FollowUps followUps;

    @Inject
    Applications applications;

    @Inject
    Certificates certificates;

    @Inject
    CertificateReminders reminders;

    @Inject
    Clockwork clockwork;

    @Inject
    BusinessClock clock;

    @Inject
    Tx tx;

    @AfterEach
    void backToToday() {
        clock.reset();
    }

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void anUnchangedRenewalTakesTheShortWayAndItsTermFollowsTheOldOne() {
        OnSale goods = OnSale.product(3_990, 5);
        String number = goods.product().certificateNumber();
        LocalDate last = view(number).validTo();
        assertProblem("certificate-renewal-not-yet", () -> await(() -> followUps.renew(supplier(goods), number)));
        on(last.minusDays(180));
        assertThat(await(() -> reminders.remind())).isPositive();
        UUID id = await(() -> followUps.renew(supplier(goods), number));
        assertProblem("certificate-case-open", () -> await(() -> followUps.change(supplier(goods), number)));
        Actor stranger =
                People.of(Role.SUPPLIER, Suppliers.cooperative("451224").id());
        assertProblem("not-found", () -> await(() -> followUps.renew(stranger, number)));
        await(() -> applications.submit(supplier(goods), id));
        ApplicationView posted = Certified.passed(
                Certified.officer(Role.COUNTY_OFFICER, "451224"), await(() -> applications.find(supplier(goods), id)));
        assertThat(posted.step()).isEqualTo("county-notice");
        on(last.minusDays(150));
        await(() -> clockwork.advance());
        ApplicationView atRegion = await(() -> applications.find(supplier(goods), id));
        assertThat(atRegion.step()).as("no city for what did not change").isEqualTo("region-recheck");
        ApplicationView done = Certified.passed(Certified.officer(Role.REGION_OFFICER, "450000"), atRegion);
        assertThat(done.state()).isEqualTo(ApplicationState.CERTIFIED);
        CertificateView renewed = view(number);
        assertThat(renewed.validTo()).isEqualTo(last.plusYears(2));
        assertThat(renewed.issuedOn()).as("the same certificate").isBefore(last);
        List<CertificateVersion> versions = await(() -> followUps.versions(renewed));
        assertThat(versions).extracting(CertificateVersion::kind).containsExactly("RENEWAL", "NEW");
        assertThat(versions.get(0).validFrom()).isEqualTo(last.plusDays(1));
        assertThat(holds(goods, last)).isTrue();
        assertThat(holds(goods, last.plusDays(1))).isTrue();
        assertThat(holds(goods, last.plusYears(2).plusDays(1))).isFalse();
        on(last.plusDays(30));
        given().get("/api/products/" + goods.listingId()).then().statusCode(200);
    }

    @Test
    void aRenewalWithAnotherCapacityTakesEveryStep() {
        OnSale goods = OnSale.product(3_990, 5);
        String number = goods.product().certificateNumber();
        on(view(number).validTo().minusDays(100));
        UUID id = await(() -> followUps.renew(supplier(goods), number));
        rewrite(goods, id, "演示脐橙", 20_000);
        ApplicationView done = throughAll(id, goods);
        assertThat(done.decisions())
                .extracting(DecisionView::step)
                .containsExactly("county-review", "city-review", "region-recheck");
        assertThat(view(number).yearlyCapacity()).isEqualTo(20_000);
        CertificateView after = view(number);
        assertThat(await(() -> followUps.of(after)).get(0).changed())
                .extracting(FollowUp.Difference::field)
                .containsExactly("yearlyCapacity");
    }

    @Test
    void aChangedNameIsReviewedWhileTheApprovedOneStaysOnSaleAndBothCanBeReadAfterwards() {
        OnSale goods = OnSale.product(3_990, 5);
        String number = goods.product().certificateNumber();
        UUID id = await(() -> followUps.change(supplier(goods), number));
        rewrite(goods, id, "演示血橙", 10_000);
        await(() -> applications.submit(supplier(goods), id));
        given().get("/api/products/" + goods.listingId())
                .then()
                .statusCode(200)
                .body("nameZh", org.hamcrest.Matchers.equalTo("演示脐橙"));
        given().get("/certificates/" + number).then().body(containsString("演示脐橙"));
        ApplicationView done = Certified.throughAllSteps(await(() -> applications.find(supplier(goods), id)));
        assertThat(done.state()).isEqualTo(ApplicationState.CERTIFIED);
        given().get("/api/products/" + goods.listingId())
                .then()
                .statusCode(200)
                .body("nameZh", org.hamcrest.Matchers.equalTo("演示血橙"));
        given().queryParam("q", "血橙")
                .get("/api/products")
                .then()
                .body(
                        "items.id",
                        org.hamcrest.Matchers.hasItem(goods.listingId().toString()));
        given().get("/certificates/" + number).then().body(allOf(containsString("演示血橙"), containsString("versions/1")));
        given().get("/certificates/" + number + "/versions/1")
                .then()
                .statusCode(200)
                .body(containsString("演示脐橙"));
        given().get("/certificates/" + number + "/versions/9").then().statusCode(404);
        assertThat(view(number).validTo())
                .as("a change gives no further term")
                .isBefore(clock.today().plusYears(2));
    }

    @Test
    void aRefusedChangeLeavesEverythingAsItWas() {
        OnSale goods = OnSale.product(3_990, 5);
        String number = goods.product().certificateNumber();
        UUID id = await(() -> followUps.change(supplier(goods), number));
        rewrite(goods, id, "演示血橙", 10_000);
        await(() -> applications.submit(supplier(goods), id));
        await(() -> applications.withdraw(supplier(goods), id));
        assertThat(view(number).nameZh()).isEqualTo("演示脐橙");
        CertificateView still = view(number);
        assertThat(await(() -> followUps.versions(still))).hasSize(1);
        assertThat(await(() -> followUps.change(supplier(goods), number))).isNotEqualTo(id);
    }

    private ApplicationView throughAll(UUID id, OnSale goods) {
        await(() -> applications.submit(supplier(goods), id));
        return Certified.throughAllSteps(await(() -> applications.find(supplier(goods), id)));
    }

    private void rewrite(OnSale goods, UUID id, String nameZh, long capacity) {
        ApplicationView view = await(() -> applications.find(supplier(goods), id));
        ApplicationDraft was = view.product();
        await(() -> applications.change(supplier(goods), id, view.version(), renamed(was, nameZh, capacity)));
    }

    private static ApplicationDraft renamed(ApplicationDraft was, String nameZh, long capacity) {
        return new ApplicationDraft(
                nameZh,
                was.nameEn(),
                was.category(),
                was.countyCode(),
                was.packageUnit(),
                was.netWeightGrams(),
                was.priceFen(),
                capacity,
                was.harvestMonths(),
                was.perishable(),
                was.geographicalIndication(),
                was.linkId(),
                was.floorFenPerUnit(),
                was.dividendBasisPoints());
    }

    private boolean holds(OnSale goods, LocalDate day) {
        UUID product = goods.product().productId();
        return await(() -> tx.read(connection -> certificates.validOn(connection, List.of(product), day)))
                .containsKey(product);
    }

    private CertificateView view(String number) {
        return await(() -> certificates.byNumber(number)).orElseThrow();
    }

    private static Actor supplier(OnSale goods) {
        return goods.product().supplier();
    }

    private void on(LocalDate day) {
        clock.travelTo(day.atTime(9, 0).atZone(BusinessClock.CHINA).toInstant());
    }

    private static void assertProblem(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
