package org.bangxiao.bench;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** People with an account, written straight into the database, signed in through the front door. */
final class Staff {
    static final String PASSWORD = "a-password-for-benchmarks";
    private static final String HASH = Password.hash(PASSWORD)
            .addRandomSalt(16)
            .with(Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID))
            .getResult();

    private final Database database;
    private final Load load;

    Staff(Database database, Load load) {
        this.database = database;
        this.load = load;
    }

    /** Somebody with one role in an organisation or an area; answers the username. */
    String open(String username, String role, @Nullable UUID organisation, @Nullable String area) throws SQLException {
        database.run("""
                WITH person AS (INSERT INTO identity_person DEFAULT VALUES RETURNING id),
                     account AS (INSERT INTO identity_account (person_id, username, display_name, password_hash, demo)
                                 SELECT id, ?, ?, ?, true FROM person RETURNING id)
                INSERT INTO identity_grant (account_id, role, organisation_id, area_code)
                SELECT id, ?, ?::uuid, ? FROM account
                """, username, username, HASH, role, organisation == null ? null : organisation.toString(), area);
        return username;
    }

    /** A fresh token, good for ten minutes. */
    Map<String, String> as(String username) {
        JsonObject grant = new JsonObject().put("username", username).put("password", PASSWORD);
        String token = load.await(load.post("/api/auth/tokens", Map.of(), grant.toBuffer()))
                .toJsonObject()
                .getString("accessToken");
        return Map.of("Authorization", "Bearer " + token);
    }
}
