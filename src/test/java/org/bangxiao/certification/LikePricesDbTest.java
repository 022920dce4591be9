package org.bangxiao.certification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Certified;
import org.bangxiao.support.Families;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.junit.jupiter.api.Test;

/** What an applicant's price is compared with: certified goods of others, of the same variety, while they hold. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class LikePricesDbTest {
    private static final String COUNTY = "451224";

    @Inject
    Applications applications;

    @Test
    void aPriceIsComparedWithCertifiedGoodsOfOthersOfTheSameVariety() {
        UUID organisation = Suppliers.cooperative(COUNTY).id();
        Actor supplier = People.of(Role.SUPPLIER, organisation);
        certified("演示龙眼", 4_000);
        Certified.Product second = certified("演示高山龙眼", 4_000);
        certified("演示柿子", 4_000);
        Certified.product(organisation, supplier, COUNTY, draft -> draft("演示龙眼一级", draft.linkId(), 4_000));
        assertThat(price(supplier, organisation, "演示龙眼", 4_801).code())
                .as("two of others; its own and another variety do not count")
                .isEqualTo("price-few");
        assertThat(price(supplier, organisation, "演示山货", 4_801).code()).isEqualTo("price-unlike");

        certified("演示龙眼", 4_000);
        assertThat(price(supplier, organisation, "演示龙眼", 4_800).code()).isEqualTo("price-within");
        Check outside = price(supplier, organisation, "演示龙眼", 4_806);
        assertThat(outside.code()).isEqualTo("price-outside");
        assertThat(outside.subject().zh()).isEqualTo("龙眼");
        assertThat(outside.figures()).contains("8.00", "3");

        People.as(People.inArea(Role.REGION_OFFICER, "450000"))
                .contentType("application/json")
                .body(Map.of("state", "SUSPENDED", "reason", "抽检不合格"))
                .post("/api/certificates/" + second.certificateNumber() + "/changes")
                .then()
                .statusCode(200);
        assertThat(price(supplier, organisation, "演示龙眼", 4_806).code())
                .as("what is suspended is no measure")
                .isEqualTo("price-few");
    }

    private static Certified.Product certified(String nameZh, long price) {
        return Certified.product(COUNTY, draft -> draft(nameZh, draft.linkId(), price));
    }

    private Check price(Actor supplier, UUID organisation, String nameZh, long price) {
        UUID link = Families.link(
                organisation, LinkKind.SHARES, 40, Families.register(12, COUNTY, HouseholdStatus.REGISTERED_POOR), 100);
        ApplicationView drafted = await(() -> applications.create(supplier, draft(nameZh, link, price)));
        return await(() -> applications.submit(supplier, drafted.id())).checks().stream()
                .filter(check -> check.id().equals("price"))
                .findFirst()
                .orElseThrow();
    }

    /** Five jin a box. */
    private static ApplicationDraft draft(String nameZh, UUID link, long price) {
        ApplicationDraft oranges = Certified.draft(COUNTY, link);
        return new ApplicationDraft(
                nameZh + " " + UUID.randomUUID().toString().substring(0, 6),
                "Demo fruit",
                oranges.category(),
                COUNTY,
                oranges.packageUnit(),
                oranges.netWeightGrams(),
                price,
                oranges.yearlyCapacity(),
                oranges.harvestMonths(),
                oranges.perishable(),
                oranges.geographicalIndication(),
                link,
                oranges.floorFenPerUnit(),
                oranges.dividendBasisPoints());
    }
}
