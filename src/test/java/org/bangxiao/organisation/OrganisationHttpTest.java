package org.bangxiao.organisation;

import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class OrganisationHttpTest {
    @Test
    void anAdministratorOpensOneAndACodeIsTakenOnce() {
        Actor administrator = People.everywhere(Role.ADMINISTRATOR);
        String code = Suppliers.creditCode();
        String id = open(administrator, code).statusCode(201).extract().path("id");
        open(administrator, code).statusCode(400).body("errors[0].code", equalTo("credit-code-taken"));
        String wrong = code.substring(0, 17) + (code.charAt(17) == '0' ? '1' : '0');
        open(administrator, wrong)
                .statusCode(400)
                .body("errors[0].code", equalTo("credit-code-invalid"))
                .body("errors[0].pointer", equalTo("/creditCode"));
        open(People.of(Role.SUPPLIER, UUID.fromString(id)), Suppliers.creditCode())
                .statusCode(403);
        People.as(People.of(Role.SUPPLIER, UUID.fromString(id)))
                .get("/api/organisations/" + id)
                .then()
                .statusCode(200)
                .body("creditCode", equalTo(code));
        People.as(People.of(Role.SUPPLIER, UUID.randomUUID()))
                .get("/api/organisations/" + id)
                .then()
                .statusCode(404);
    }

    private static ValidatableResponse open(Actor actor, String code) {
        return People.as(actor)
                .contentType("application/json")
                .body(Map.of("kind", "COOPERATIVE", "nameZh", "演示合作社", "creditCode", code, "areaCode", "451223"))
                .post("/api/organisations")
                .then();
    }
}
