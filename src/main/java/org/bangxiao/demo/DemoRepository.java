package org.bangxiao.demo;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.bangxiao.platform.Tx;

/** Remembers how far the demo world of this installation is, and asks whether anybody lives here already. */
@ApplicationScoped
class DemoRepository {
    private static final String FACT = "demo-world";
    private static final String REMEMBER = """
            INSERT INTO platform_fact (name, value) VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = now()""";

    private final Tx tx;

    DemoRepository(Tx tx) {
        this.tx = tx;
    }

    Uni<Optional<String>> state() {
        return tx.pool()
                .preparedQuery("SELECT value FROM platform_fact WHERE name = $1")
                .execute(Tuple.of(FACT))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString("value")));
    }

    Uni<Void> remember(String state) {
        return tx.pool().preparedQuery(REMEMBER).execute(Tuple.of(FACT, state)).replaceWithVoid();
    }

    /** True where no account was ever opened: a world may only be made where nobody lives. */
    Uni<Boolean> uninhabited() {
        return tx.pool()
                .query("SELECT NOT EXISTS (SELECT FROM identity_account) AS empty")
                .execute()
                .map(rows -> rows.iterator().next().getBoolean("empty"));
    }
}
