package org.bangxiao.organisation;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class SupplierRepository {
    /** Which suppliers are looked for: words in name or code, a state or {@code PAPERS} for those with new documents. */
    record Filter(String prefix, String words, String state) {}

    /** The personal columns as they stand. */
    record Sealed(Buffer legalPerson, Buffer idNumber, Buffer bank) {}

    private static final String VIEW = """
            SELECT o.id, s.version, o.kind, o.name_zh, o.name_en, o.credit_code, o.area_code, o.demo, s.state, s.reason,
                   s.legal_person_masked, s.bank_name, s.bank_last4, s.registered_at, s.confirmed_on, s.required, s.sells_until,
                   organisation_blacklisted(o.id, $1) AS blacklisted,
                   (SELECT count(*)::int FROM organisation_document d
                     WHERE d.organisation_id = o.id AND d.state = 'WAITING') AS waiting
              FROM organisation o JOIN organisation_supplier s ON s.organisation_id = o.id
             WHERE %s""";

    Uni<Void> insert(
            SqlConnection tx,
            UUID id,
            SupplierDraft draft,
            SealedPerson person,
            List<String> required,
            Actor by,
            Instant now) {
        return tx.preparedQuery("""
                        INSERT INTO organisation (id, kind, name_zh, name_en, credit_code, area_code, created_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7)""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addString(String.valueOf(draft.kind()))
                        .addString(draft.nameZh())
                        .addString(draft.nameEn())
                        .addString(draft.creditCode())
                        .addString(draft.areaCode())
                        .addOffsetDateTime(StandingRepository.utc(now)))
                .chain(() -> tx.preparedQuery("""
                        INSERT INTO organisation_supplier (organisation_id, state, required, legal_person_masked,
                               legal_person_cipher, id_number_cipher, id_number_hash, bank_name, bank_cipher, bank_last4,
                               registered_person_id, registered_at)
                        VALUES ($1, 'DRAFT', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""")
                        .execute(Tuple.tuple()
                                .addUUID(id)
                                .addValue(required.toArray(String[]::new))
                                .addString(person.masked())
                                .addValue(person.legalPerson())
                                .addValue(person.idNumber())
                                .addValue(person.idNumberHash())
                                .addString(draft.bankName())
                                .addValue(person.bank())
                                .addString(person.bankLast4())
                                .addUUID(by.personId())
                                .addOffsetDateTime(StandingRepository.utc(now))))
                .replaceWithVoid();
    }

    Uni<Void> change(
            SqlConnection tx, UUID id, SupplierDraft draft, SealedPerson person, List<String> required, Actor by) {
        return tx.preparedQuery("""
                        UPDATE organisation SET kind = $2, name_zh = $3, name_en = $4, credit_code = $5, area_code = $6
                         WHERE id = $1""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addString(String.valueOf(draft.kind()))
                        .addString(draft.nameZh())
                        .addString(draft.nameEn())
                        .addString(draft.creditCode())
                        .addString(draft.areaCode()))
                .chain(() -> tx.preparedQuery("""
                        UPDATE organisation_supplier SET version = version + 1, required = $2,
                               legal_person_masked = coalesce($3, legal_person_masked),
                               legal_person_cipher = coalesce($4, legal_person_cipher),
                               id_number_cipher = coalesce($5, id_number_cipher),
                               id_number_hash = coalesce($6, id_number_hash), bank_name = $7,
                               bank_cipher = coalesce($8, bank_cipher), bank_last4 = coalesce($9, bank_last4),
                               registered_person_id = $10
                         WHERE organisation_id = $1""")
                        .execute(Tuple.tuple()
                                .addUUID(id)
                                .addValue(required.toArray(String[]::new))
                                .addString(person.masked())
                                .addValue(person.legalPerson())
                                .addValue(person.idNumber())
                                .addValue(person.idNumberHash())
                                .addString(draft.bankName())
                                .addValue(person.bank())
                                .addString(person.bankLast4())
                                .addUUID(by.personId())))
                .replaceWithVoid();
    }

    /** Locks a supplier until the transaction ends; empty where there is none. */
    Uni<Optional<SupplierView>> lock(SqlConnection tx, UUID id, LocalDate today) {
        return tx.preparedQuery("SELECT 1 FROM organisation_supplier WHERE organisation_id = $1 FOR UPDATE")
                .execute(Tuple.of(id))
                .chain(() -> find(tx, id, today));
    }

    Uni<Optional<SupplierView>> find(SqlConnection connection, UUID id, LocalDate today) {
        return connection
                .preparedQuery(VIEW.formatted("o.id = $2"))
                .execute(Tuple.of(today, id))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(view(row, today));
                    }
                    return Optional.empty();
                });
    }

    /** Oldest first, behind a place in that order. */
    Uni<List<SupplierView>> page(
            SqlConnection connection, Filter filter, Instant after, UUID afterId, int limit, LocalDate today) {
        return connection
                .preparedQuery(VIEW.formatted("""
                        starts_with(o.area_code, $2) AND (s.registered_at, o.id) > ($3, $4)
                           AND ($5 = '' OR strpos(lower(o.name_zh || ' ' || o.name_en || ' ' || coalesce(o.credit_code, '')),
                                                  lower($5)) > 0)
                           AND ($6 = '' OR s.state = $6 OR ($6 = 'PAPERS' AND s.state IN ('CONFIRMED','SUSPENDED')
                                 AND EXISTS (SELECT 1 FROM organisation_document d
                                              WHERE d.organisation_id = o.id AND d.state = 'WAITING')))
                         ORDER BY s.registered_at, o.id LIMIT $7"""))
                .execute(Tuple.tuple()
                        .addLocalDate(today)
                        .addString(filter.prefix())
                        .addOffsetDateTime(StandingRepository.utc(after))
                        .addUUID(afterId)
                        .addString(filter.words())
                        .addString(filter.state())
                        .addInteger(limit))
                .map(rows -> {
                    List<SupplierView> page = new ArrayList<>();
                    rows.forEach(row -> page.add(view(row, today)));
                    return page;
                });
    }

    Uni<Void> handedIn(SqlConnection tx, UUID id, List<String> required, Instant now) {
        return tx.preparedQuery("""
                        UPDATE organisation_supplier SET state = 'REGISTERED', reason = '', required = $2, registered_at = $3,
                               version = version + 1
                         WHERE organisation_id = $1""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addValue(required.toArray(String[]::new))
                        .addOffsetDateTime(StandingRepository.utc(now)))
                .replaceWithVoid();
    }

    Uni<Void> returned(SqlConnection tx, UUID id, String reason) {
        return tx.preparedQuery("""
                        UPDATE organisation_supplier SET state = 'RETURNED', reason = $2, version = version + 1
                         WHERE organisation_id = $1""").execute(Tuple.of(id, reason)).replaceWithVoid();
    }

    Uni<Void> confirmed(
            SqlConnection tx, UUID id, LocalDate from, @Nullable UUID officerPerson, List<String> required) {
        return tx.preparedQuery("""
                        UPDATE organisation_supplier SET state = 'CONFIRMED', reason = '', confirmed_on = $2,
                               confirmed_person_id = $3, required = $4, version = version + 1
                         WHERE organisation_id = $1""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addLocalDate(from)
                        .addUUID(officerPerson)
                        .addValue(required.toArray(String[]::new)))
                .replaceWithVoid();
    }

    Uni<Void> suspend(SqlConnection tx, UUID suspension, UUID id, String reason, Actor by, Instant now) {
        return tx.preparedQuery("""
                        INSERT INTO organisation_suspension (id, organisation_id, since, reason, suspended_by)
                        VALUES ($1, $2, $3, $4, $5)""")
                .execute(Tuple.of(suspension, id, StandingRepository.utc(now), reason, by.personId()))
                .chain(() -> tx.preparedQuery("""
                        UPDATE organisation_supplier SET state = 'SUSPENDED', reason = $2, version = version + 1
                         WHERE organisation_id = $1""").execute(Tuple.of(id, reason)))
                .replaceWithVoid();
    }

    Uni<Void> lift(SqlConnection tx, UUID id, Actor by, Instant now) {
        return tx.preparedQuery("""
                        UPDATE organisation_suspension SET until = $2, lifted_by = $3
                         WHERE organisation_id = $1 AND until IS NULL""")
                .execute(Tuple.of(id, StandingRepository.utc(now), by.personId()))
                .chain(() -> tx.preparedQuery("""
                        UPDATE organisation_supplier SET state = 'CONFIRMED', reason = '', version = version + 1
                         WHERE organisation_id = $1""").execute(Tuple.of(id)))
                .replaceWithVoid();
    }

    Uni<Optional<Sealed>> encrypted(SqlConnection connection, UUID id) {
        return connection.preparedQuery("""
                        SELECT legal_person_cipher, id_number_cipher, bank_cipher FROM organisation_supplier
                         WHERE organisation_id = $1 AND length(id_number_cipher) > 0""").execute(Tuple.of(id)).map(rows -> {
            for (Row row : rows) {
                return Optional.of(new Sealed(
                        row.getBuffer("legal_person_cipher").getDelegate(),
                        row.getBuffer("id_number_cipher").getDelegate(),
                        row.getBuffer("bank_cipher").getDelegate()));
            }
            return Optional.empty();
        });
    }

    /** Whether a natural person, under any account, acts for the supplier. */
    Uni<Boolean> belongs(SqlConnection connection, UUID person, UUID id) {
        return connection
                .preparedQuery("SELECT identity_belongs($1, $2)")
                .execute(Tuple.of(person, id))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    private static SupplierView view(Row row, LocalDate today) {
        LocalDate until = row.getLocalDate("sells_until");
        return new SupplierView(
                row.getUUID("id"),
                row.getInteger("version"),
                OrganisationKind.valueOf(row.getString("kind")),
                row.getString("name_zh"),
                row.getString("name_en"),
                row.getString("credit_code"),
                row.getString("area_code"),
                row.getBoolean("demo"),
                SupplierState.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getString("legal_person_masked"),
                row.getString("bank_name"),
                row.getString("bank_last4"),
                row.getOffsetDateTime("registered_at").toInstant(),
                row.getLocalDate("confirmed_on"),
                List.of(row.getArrayOfStrings("required")),
                until.isBefore(today) ? null : until,
                row.getBoolean("blacklisted"),
                row.getInteger("waiting"));
    }
}
