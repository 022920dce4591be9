package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Orders of services, each for a day. */
@ApplicationScoped
class VisitRepository {
    /** A guest whose day has come. */
    record Guest(UUID part, String number, boolean visited) {}

    /** The state of a visit; empty of what is sent. */
    Uni<Optional<String>> stateOf(SqlConnection tx, UUID part) {
        return tx.preparedQuery("SELECT state FROM order_part WHERE id = $1 AND visit_on IS NOT NULL")
                .execute(Tuple.of(part))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString("state")));
    }

    /** The guests of those whom the organisation acts for, of days from {@code since} until today: due, and those who were there. */
    Uni<List<Guest>> guests(SqlConnection connection, UUID organisation, LocalDate since, LocalDate today) {
        return connection
                .preparedQuery("""
                        SELECT p.id, p.number, p.state = 'RECEIVED' AS visited FROM order_part p
                         WHERE p.organisation_id = ANY (organisation_acted_for($1, $3)) AND p.visit_on BETWEEN $2 AND $3
                           AND p.state IN ('PAID', 'RECEIVED')""")
                .execute(Tuple.of(organisation, since, today))
                .map(rows -> {
                    List<Guest> guests = new ArrayList<>();
                    rows.forEach(row -> guests.add(
                            new Guest(row.getUUID("id"), row.getString("number"), row.getBoolean("visited"))));
                    return guests;
                });
    }

    /** False where somebody else was quicker. */
    Uni<Boolean> visited(SqlConnection tx, UUID part, UUID actor, Instant now) {
        return tx.preparedQuery("""
                        WITH moved AS (UPDATE order_part SET state = 'RECEIVED', accepted_at = coalesce(accepted_at, $3)
                                        WHERE id = $1 AND state = 'PAID' AND visit_on IS NOT NULL RETURNING id)
                        INSERT INTO order_event (part_id, seq, state, actor, at)
                        SELECT m.id, (SELECT max(seq) + 1 FROM order_event e WHERE e.part_id = m.id), 'RECEIVED', $2, $3 FROM moved m""")
                .execute(Tuple.of(part, actor, PurchaseRepository.utc(now)))
                .map(done -> done.rowCount() == 1);
    }
}
