package org.bangxiao.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.Test;

/** A token that was found good is remembered; what makes it bad still counts at once. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class TokensHttpTest {
    @Inject
    SigningKeys keys;

    @Test
    void aTokenNoLongerSpeaksOnceItsKeyIsWithdrawn() throws Throwable {
        String token = token();
        assertThat(status(token)).isEqualTo(200);
        try {
            withdraw("now() - interval '1 second'");
            assertThat(status(token)).isEqualTo(401);
        } finally {
            withdraw("NULL");
        }
        assertThat(status(token)).isEqualTo(200);
    }

    @Test
    void aRememberedTokensSignatureIsNotTakenForAnother() {
        String token = token();
        assertThat(status(token)).isEqualTo(200);
        int middle = token.lastIndexOf('.') + 20;
        char other = token.charAt(middle) == 'A' ? 'B' : 'A';
        assertThat(status(token.substring(0, middle) + other + token.substring(middle + 1)))
                .isEqualTo(401);
    }

    private static String token() {
        return People.token(People.everywhere(Role.ADMINISTRATOR));
    }

    private void withdraw(String verifiesUntil) throws Throwable {
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE identity_signing_key SET verifies_until = " + verifiesUntil);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        VertxContextSupport.subscribeAndAwait(keys::refresh);
    }

    private static int status(String token) {
        return RestAssured.given()
                .header("Authorization", "Bearer " + token)
                .get("/api/account")
                .statusCode();
    }
}
