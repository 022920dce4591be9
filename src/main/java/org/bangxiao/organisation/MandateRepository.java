package org.bangxiao.organisation;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class MandateRepository {
    private static final String BY_CREDIT_CODE = """
            SELECT id FROM organisation WHERE credit_code = $1 AND kind IN ('COOPERATIVE','COMPANY','FAMILY_FARM')""";

    private static final String APPLIED_FOR = """
            SELECT o.id, o.name_zh, o.name_en FROM organisation o
             WHERE o.id = ANY (organisation_acted_for($1, $2)) AND o.id <> $1
               AND organisation_applies_for($1, o.id, NULL, $2) ORDER BY o.name_zh, o.id""";

    private static final String MANDATES = """
            SELECT m.id, m.agent_id, a.name_zh AS agent_name, m.supplier_id, s.name_zh AS supplier_name, m.products, m.may_apply,
                   m.from_on, m.to_on, m.state, encode(m.sha256, 'hex') AS sha256
              FROM organisation_mandate m JOIN organisation a ON a.id = m.agent_id JOIN organisation s ON s.id = m.supplier_id
             WHERE %s ORDER BY m.proposed_at DESC, m.id DESC LIMIT 500""";

    Uni<Void> insert(SqlConnection tx, Mandate mandate, Actor by, Instant now) {
        return tx.preparedQuery("""
                        INSERT INTO organisation_mandate (id, agent_id, supplier_id, products, may_apply, from_on, to_on, sha256, state,
                               proposed_by, proposed_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'PROPOSED', $9, $10)""")
                .execute(Tuple.tuple()
                        .addUUID(mandate.id())
                        .addUUID(mandate.agentId())
                        .addUUID(mandate.supplierId())
                        .addValue(
                                mandate.products().isEmpty()
                                        ? null
                                        : mandate.products().toArray(UUID[]::new))
                        .addBoolean(mandate.mayApply())
                        .addLocalDate(mandate.fromOn())
                        .addLocalDate(mandate.toOn())
                        .addValue(Buffer.buffer(HexFormat.of().parseHex(mandate.sha256())))
                        .addUUID(by.personId())
                        .addOffsetDateTime(StandingRepository.utc(now)))
                .replaceWithVoid();
    }

    /** Moves it on from a state; false where it is in another. */
    Uni<Boolean> move(SqlConnection tx, UUID id, Mandate.State from, Mandate.State to, Actor by, Instant now) {
        return tx.preparedQuery("""
                        UPDATE organisation_mandate SET state = $3, decided_by = $4, decided_at = $5
                         WHERE id = $1 AND state = $2""")
                .execute(Tuple.of(id, from.name(), to.name(), by.personId(), StandingRepository.utc(now)))
                .map(done -> done.rowCount() == 1);
    }

    /** Those an organisation gave or was given, the newest first. */
    Uni<List<Mandate>> of(SqlConnection connection, UUID organisation) {
        return connection
                .preparedQuery(MANDATES.formatted("$1 IN (m.agent_id, m.supplier_id)"))
                .execute(Tuple.of(organisation))
                .map(MandateRepository::mandates);
    }

    Uni<Optional<Mandate>> find(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery(MANDATES.formatted("m.id = $1"))
                .execute(Tuple.of(id))
                .map(rows -> mandates(rows).stream().findFirst());
    }

    Uni<Optional<UUID>> byCreditCode(SqlConnection connection, String creditCode) {
        return connection
                .preparedQuery(BY_CREDIT_CODE)
                .execute(Tuple.of(creditCode))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(row.getUUID("id"));
                    }
                    return Optional.empty();
                });
    }

    Uni<Boolean> actsFor(SqlConnection connection, UUID actor, UUID supplier, UUID product, LocalDate day) {
        return connection
                .preparedQuery("SELECT organisation_acts_for($1, $2, $3, $4)")
                .execute(Tuple.of(actor, supplier, product, day))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    Uni<List<UUID>> actedFor(SqlConnection connection, UUID actor, LocalDate day) {
        return connection
                .preparedQuery("SELECT organisation_acted_for($1, $2) AS suppliers")
                .execute(Tuple.of(actor, day))
                .map(rows -> List.of(rows.iterator().next().getArrayOfUUIDs("suppliers")));
    }

    Uni<Boolean> appliesFor(
            SqlConnection connection, UUID actor, UUID supplier, @Nullable UUID product, LocalDate day) {
        return connection
                .preparedQuery("SELECT organisation_applies_for($1, $2, $3, $4)")
                .execute(Tuple.of(actor, supplier, product, day))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Suppliers in whose name an organisation may apply with whatever product on a day. */
    Uni<List<Mandates.Supplier>> appliedFor(SqlConnection connection, UUID actor, LocalDate day) {
        return connection
                .preparedQuery(APPLIED_FOR)
                .execute(Tuple.of(actor, day))
                .map(rows -> {
                    List<Mandates.Supplier> suppliers = new ArrayList<>();
                    rows.forEach(row -> suppliers.add(new Mandates.Supplier(
                            row.getUUID("id"), row.getString("name_zh"), row.getString("name_en"))));
                    return suppliers;
                });
    }

    private static List<Mandate> mandates(RowSet<Row> rows) {
        List<Mandate> mandates = new ArrayList<>();
        rows.forEach(row -> {
            UUID[] products = row.getArrayOfUUIDs("products");
            mandates.add(new Mandate(
                    row.getUUID("id"),
                    row.getUUID("agent_id"),
                    row.getString("agent_name"),
                    row.getUUID("supplier_id"),
                    row.getString("supplier_name"),
                    products == null ? List.of() : List.of(products),
                    row.getBoolean("may_apply"),
                    row.getLocalDate("from_on"),
                    row.getLocalDate("to_on"),
                    Mandate.State.valueOf(row.getString("state")),
                    row.getString("sha256")));
        });
        return mandates;
    }
}
