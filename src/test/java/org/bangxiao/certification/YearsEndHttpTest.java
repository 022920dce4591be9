package org.bangxiao.certification;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Certified;
import org.bangxiao.support.Families;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A notice of five working days that stands over the New Year. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class YearsEndHttpTest {
    private static final String DONGLAN = "451224";

    @Inject
    BusinessClock clock;

    @Inject
    Applications applications;

    @Inject
    Clockwork clockwork;

    @Inject
    Notices notices;

    @AfterEach
    void today() {
        clock.reset();
    }

    @ParameterizedTest
    @CsvSource({
        // Wednesday; Thursday to Saturday are free, Sunday is worked in exchange, then Monday to Wednesday.
        "2025-12-30, 2026-01-07, 2025",
        // Nobody has told the holidays of 2027: its New Year's Day counts, and the notice says so.
        "2026-12-28, 2027-01-04, 2027",
        "2026-03-02, 2026-03-09, ''",
    })
    void theNoticeSaysWhichHolidaysItDoesNotKnowAndEndsOnTheDayItNames(
            LocalDate posted, LocalDate ends, String unknown) {
        on(posted);
        ApplicationView onNotice = posted();
        assertThat(onNotice.noticeEndsOn()).isEqualTo(ends);
        NoticeView notice =
                await(() -> notices.ofApplication(county(), onNotice.id())).get(0);
        assertThat(page(notice, "zh").contains("放假安排尚未收录")).isEqualTo(!unknown.isEmpty());
        assertThat(page(notice, "en").contains("are not known yet")).isEqualTo(!unknown.isEmpty());
        if (!unknown.isEmpty()) {
            assertThat(page(notice, "zh")).contains(unknown + " 年放假安排尚未收录");
            assertThat(page(notice, "en")).contains("The holidays of " + unknown + " are not known yet");
        }
        on(ends);
        await(() -> clockwork.advance());
        assertThat(state(onNotice)).as("the last day is not over").isEqualTo(ApplicationState.ON_NOTICE);
        on(ends.plusDays(1));
        await(() -> clockwork.advance());
        assertThat(state(onNotice)).isEqualTo(ApplicationState.IN_REVIEW);
    }

    private static String page(NoticeView notice, String language) {
        return given().queryParam("lang", language)
                .get("/notices/" + notice.id())
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private ApplicationState state(ApplicationView view) {
        return await(() -> applications.find(county(), view.id())).state();
    }

    private static ApplicationView posted() {
        Actor supplier = People.of(Role.SUPPLIER, Suppliers.cooperative(DONGLAN).id());
        List<UUID> households = Families.register(12, DONGLAN, HouseholdStatus.REGISTERED_POOR);
        UUID link = Families.link(supplier.requireOrganisationAs(Role.SUPPLIER), LinkKind.SHARES, 40, households, 100);
        return Certified.passed(county(), Certified.submitted(supplier, Certified.draft(DONGLAN, link)));
    }

    private static Actor county() {
        return Certified.officer(Role.COUNTY_OFFICER, DONGLAN);
    }

    private void on(LocalDate day) {
        clock.travelTo(day.atTime(9, 0).atZone(BusinessClock.CHINA).toInstant());
    }
}
