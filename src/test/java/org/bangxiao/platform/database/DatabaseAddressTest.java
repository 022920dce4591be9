package org.bangxiao.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://db.example:6432/bangxiao?sslmode=require",
                "postgres://db.example:6432/bangxiao?sslmode=require",
                "jdbc:postgresql://db.example:6432/bangxiao?sslmode=require"
            })
    void bothDriversGetTheSamePlace(String url) {
        DatabaseAddress address = DatabaseAddress.parse(url, "seller", "s3cret");
        assertThat(address.settings(address.as("clerk", "cl3rk")))
                .containsEntry(
                        "quarkus.datasource.jdbc.url", "jdbc:postgresql://db.example:6432/bangxiao?sslmode=require")
                .containsEntry(
                        "quarkus.datasource.reactive.url", "postgresql://db.example:6432/bangxiao?sslmode=require")
                .containsEntry("quarkus.flyway.username", "seller")
                .containsEntry("quarkus.flyway.password", "s3cret")
                .containsEntry("quarkus.datasource.username", "clerk")
                .containsEntry("quarkus.datasource.password", "cl3rk");
    }

    @Test
    void portAndUserMayBeLeftOut() {
        DatabaseAddress address = DatabaseAddress.parse("postgresql://db/bangxiao", null, null);
        assertThat(address.location()).isEqualTo("db:5432/bangxiao");
        assertThat(address.settings(address)).hasSize(3);
    }

    @Test
    void userInsideTheAddressYieldsToTheOneBeside() {
        DatabaseAddress inside = DatabaseAddress.parse("postgresql://a:b%40c@db/bangxiao", null, null);
        assertThat(inside.user()).isEqualTo("a");
        assertThat(inside.password()).isEqualTo("b@c");
        assertThat(inside.location()).isEqualTo("db:5432/bangxiao");
        DatabaseAddress beside = DatabaseAddress.parse("postgresql://a:b@db/bangxiao", "x", "y");
        assertThat(beside.user()).isEqualTo("x");
        assertThat(beside.password()).isEqualTo("y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://db/bangxiao", "bangxiao", "postgresql://db", "postgresql:// db/x", "jdbc:", ""})
    void anythingElseIsRefusedWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> DatabaseAddress.parse(url, null, "s3cret"))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessage("BANGXIAO_DATABASE_URL is not an address like postgresql://host:5432/bangxiao.");
    }
}
