package org.bangxiao.platform.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.Test;

/** Nobody is looked up in a table of all routes that is built for the one request. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class FailedAuthenticationHttpTest {
    /** Sees who would answer a failed authentication, behind everybody who has a say in it. */
    @ApplicationScoped
    static class Witness {
        private static final int BEHIND_REST = 198;

        private volatile String answering = "";

        void register(@Observes Filters filters) {
            filters.register(
                    request -> {
                        Object handler = request.get(QuarkusHttpUser.AUTH_FAILURE_HANDLER);
                        answering = handler.getClass().getName();
                        request.next();
                    },
                    BEHIND_REST);
        }

        String answering() {
            return answering;
        }
    }

    @Inject
    Witness witness;

    @Test
    void restHasNothingToDoBeforeARequestFails() {
        given().get("/api/products?size=1").then().statusCode(200);
        assertThat(witness.answering()).startsWith(FailedAuthentication.class.getName());
    }

    @Test
    void aWrongTokenIsStillRefusedInTheShopsOwnWords() {
        given().header("Authorization", "Bearer no-token")
                .get("/api/inbox")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("code", notNullValue());
    }
}
