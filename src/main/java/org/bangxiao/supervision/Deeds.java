package org.bangxiao.supervision;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Audit;

/** Writes what people did here into the trail. */
final class Deeds {
    private Deeds() {}

    /** Whoever acts, in which role, when. */
    record By(Actor actor, String role, Instant at) {}

    static By by(Actor actor, String countyCode, Instant at) {
        return new By(actor, Duty.role(actor, countyCode), at);
    }

    static Uni<Void> write(
            SqlConnection connection, By by, String action, String kind, UUID id, Map<String, Object> detail) {
        return Audit.write(
                connection,
                new Audit.Deed(
                        by.at(),
                        by.actor().accountId(),
                        by.actor().personId(),
                        by.role(),
                        action,
                        kind,
                        id.toString(),
                        detail));
    }
}
