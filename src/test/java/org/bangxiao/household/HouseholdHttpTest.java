package org.bangxiao.household;

import static org.bangxiao.support.Await.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.household.HouseholdDraft.Standing;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.support.Families;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class HouseholdHttpTest {
    @Inject
    Households households;

    @Test
    void anOfficerSeesTheOwnAreaMaskedAndNothingElse() {
        HouseholdDraft draft =
                Families.draft("451224", new Standing(HouseholdStatus.MONITORED, LocalDate.of(2019, 1, 1), null));
        UUID id = Families.register(List.of(draft)).get(0);
        OrganisationView cooperative = Suppliers.cooperative("451224");
        Families.link(cooperative.id(), LinkKind.LAND, 5_000, List.of(id), 800);
        Actor own = People.inArea(Role.COUNTY_OFFICER, "451224");
        Actor village = People.inArea(Role.VILLAGE_OFFICER, "451224100999");
        Actor auditor = People.inArea(Role.AUDITOR, "450000");

        People.as(own)
                .get("/api/households/" + id)
                .then()
                .statusCode(200)
                .body("headMasked", equalTo("韦**"))
                .body("links[0].organisationZh", equalTo(cooperative.nameZh()))
                .body(not(containsString(draft.idNumber())));
        People.as(village).get("/api/households/" + id).then().statusCode(404);
        People.as(auditor).get("/api/households/" + id).then().statusCode(200);
        People.as(auditor)
                .contentType("application/json")
                .body(Map.of("purpose", "看看名字"))
                .post("/api/households/" + id + "/clear-readings")
                .then()
                .statusCode(403);
        People.as(own)
                .contentType("application/json")
                .body(Map.of("purpose", "核对一卡通账号"))
                .post("/api/households/" + id + "/clear-readings")
                .then()
                .statusCode(200)
                .body("idNumber", equalTo(draft.idNumber()));
        await(() -> households.list(own, 0, 10))
                .items()
                .forEach(row -> org.assertj.core.api.Assertions.assertThat(row.headMasked())
                        .endsWith("*"));
    }
}
