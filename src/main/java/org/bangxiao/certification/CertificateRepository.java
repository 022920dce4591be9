package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.platform.BusinessClock;
import org.jspecify.annotations.Nullable;

/** Reads certificates as they stand on a day, and writes what becomes of them. */
@ApplicationScoped
class CertificateRepository {
    private static final String ON_A_DAY = """
            SELECT c.*, coalesce(h.state, 'VALID') AS state_then, h.reason AS reason_then,
                   EXISTS (SELECT 1 FROM certification_certificate_version v WHERE v.certificate_id = c.id
                              AND ($2 AT TIME ZONE 'Asia/Shanghai')::date - 1 BETWEEN v.valid_from AND v.valid_to) AS covered %s
              FROM certification_certificate c %s
              LEFT JOIN LATERAL (SELECT state, reason FROM certification_certificate_change h
                                  WHERE h.certificate_id = c.id AND h.since < $2 ORDER BY since DESC LIMIT 1) h ON true
             WHERE %s""";
    private static final String PRODUCT_COLUMNS =
            ", a.package_unit, a.net_weight_grams, a.price_fen, a.harvest_months, a.perishable, "
                    + "a.geographical_indication, a.link_id, a.demo";
    private static final String PAST = """
            , array(SELECT since FROM certification_certificate_change x WHERE x.certificate_id = c.id ORDER BY since)
                AS changes_since,
              array(SELECT state FROM certification_certificate_change x WHERE x.certificate_id = c.id ORDER BY since)
                AS changes_state,
              array(SELECT valid_from FROM certification_certificate_version v WHERE v.certificate_id = c.id
                     ORDER BY version_no) AS terms_from,
              array(SELECT valid_to FROM certification_certificate_version v WHERE v.certificate_id = c.id
                     ORDER BY version_no) AS terms_to""";
    private static final String WITH_APPLICATION = "JOIN certification_application a ON a.id = c.application_id";

    Uni<List<CertificateView>> ofProducts(SqlConnection connection, Collection<UUID> productIds, LocalDate on) {
        return connection
                .preparedQuery(ON_A_DAY.formatted("", "", "c.product_id = ANY($1)"))
                .execute(Tuple.of(productIds.toArray(UUID[]::new), endOf(on)))
                .map(rows -> all(rows, on));
    }

    Uni<Optional<CertificateView>> byNumber(SqlConnection connection, String number, LocalDate on) {
        return connection
                .preparedQuery(ON_A_DAY.formatted("", "", "c.number = $1"))
                .execute(Tuple.of(number, endOf(on)))
                .map(rows -> all(rows, on).stream().findFirst());
    }

    Uni<List<CertificateView>> byNumbers(SqlConnection connection, Collection<String> numbers, LocalDate on) {
        return connection
                .preparedQuery(ON_A_DAY.formatted("", "", "c.number = ANY($1)"))
                .execute(Tuple.of(numbers.toArray(String[]::new), endOf(on)))
                .map(rows -> all(rows, on));
    }

    Uni<List<CertificateView>> ofOrganisation(SqlConnection connection, UUID organisationId, LocalDate on) {
        return connection
                .preparedQuery(
                        ON_A_DAY.formatted("", "", "c.organisation_id = $1 ORDER BY c.issued_on DESC, c.id LIMIT 1000"))
                .execute(Tuple.of(organisationId, endOf(on)))
                .map(rows -> all(rows, on));
    }

    Uni<List<CertifiedProduct>> products(SqlConnection connection, Collection<UUID> productIds, LocalDate on) {
        return connection
                .preparedQuery(ON_A_DAY.formatted(PRODUCT_COLUMNS, WITH_APPLICATION, "c.product_id = ANY($1)"))
                .execute(Tuple.of(productIds.toArray(UUID[]::new), endOf(on)))
                .map(rows -> {
                    List<CertifiedProduct> products = new ArrayList<>();
                    rows.forEach(row -> products.add(product(row, on)));
                    return products;
                });
    }

    /** The certificate of a product, which nobody else may change until this transaction is over. */
    Uni<Optional<CertificateView>> locked(SqlConnection tx, UUID productId, LocalDate on) {
        return tx.preparedQuery("SELECT id FROM certification_certificate WHERE product_id = $1 FOR NO KEY UPDATE")
                .execute(Tuple.of(productId))
                .chain(() -> ofProducts(tx, List.of(productId), on))
                .map(found -> found.stream().findFirst());
    }

    /** A new state; false where the certificate is in it already, is to be lifted without being stopped, or is revoked. */
    Uni<Boolean> change(SqlConnection tx, UUID id, CertificateChange change, @Nullable UUID accountId) {
        return tx.preparedQuery("""
                        UPDATE certification_certificate SET state = $2, state_reason = $3, state_since = $4
                         WHERE id = $1 AND state <> $2 AND state <> 'REVOKED'""")
                .execute(Tuple.of(id, change.state().name(), change.reason(), utc(change.since())))
                .chain(updated -> updated.rowCount() == 0
                        ? Uni.createFrom().item(false)
                        : tx.preparedQuery("""
                                        INSERT INTO certification_certificate_change
                                               (certificate_id, since, state, reason, account_id, cause, level)
                                        VALUES ($1, $2, $3, $4, $5, $6, $7)""")
                                .execute(Tuple.tuple()
                                        .addUUID(id)
                                        .addOffsetDateTime(utc(change.since()))
                                        .addString(change.state().name())
                                        .addString(change.reason())
                                        .addUUID(accountId)
                                        .addString(change.cause())
                                        .addString(change.level()))
                                .map(inserted -> true));
    }

    /** Every change of its state, oldest first. */
    Uni<List<CertificateChange>> history(SqlConnection connection, UUID id) {
        return connection.preparedQuery("""
                        SELECT since, state, cause, level, reason FROM certification_certificate_change
                         WHERE certificate_id = $1 ORDER BY since""").execute(Tuple.of(id)).map(rows -> {
            List<CertificateChange> changes = new ArrayList<>();
            rows.forEach(row -> changes.add(change(row)));
            return changes;
        });
    }

    static CertificateChange change(Row row) {
        return new CertificateChange(
                row.getOffsetDateTime("since").toInstant(),
                CertificateState.valueOf(row.getString("state")),
                row.getString("cause"),
                row.getString("level"),
                row.getString("reason"));
    }

    /** The certificates where that holds, read as they stand before the end ($2) of a day. */
    static String onADay(String where) {
        return ON_A_DAY.formatted("", "", where);
    }

    Uni<List<CertificateStanding>> standings(SqlConnection connection, Collection<UUID> productIds, LocalDate on) {
        return connection
                .preparedQuery(ON_A_DAY.formatted(PAST, "", "c.product_id = ANY($1)"))
                .execute(Tuple.of(productIds.toArray(UUID[]::new), endOf(on)))
                .map(rows -> {
                    List<CertificateStanding> standings = new ArrayList<>();
                    rows.forEach(row -> standings.add(standing(row, on)));
                    return standings;
                });
    }

    private static CertificateStanding standing(Row row, LocalDate on) {
        OffsetDateTime[] since = row.getArrayOfOffsetDateTimes("changes_since");
        String[] states = row.getArrayOfStrings("changes_state");
        List<CertificateStanding.Since> changes = new ArrayList<>();
        for (int i = 0; i < since.length; i++) {
            changes.add(new CertificateStanding.Since(since[i].toInstant(), CertificateState.valueOf(states[i])));
        }
        LocalDate[] from = row.getArrayOfLocalDates("terms_from");
        LocalDate[] to = row.getArrayOfLocalDates("terms_to");
        List<CertificateStanding.Term> terms = new ArrayList<>();
        for (int i = 0; i < from.length; i++) {
            terms.add(new CertificateStanding.Term(from[i], to[i]));
        }
        return new CertificateStanding(view(row, on), terms, changes);
    }

    static List<CertificateView> all(RowSet<Row> rows, LocalDate on) {
        List<CertificateView> views = new ArrayList<>();
        rows.forEach(row -> views.add(view(row, on)));
        return views;
    }

    private static CertificateView view(Row row, LocalDate on) {
        CertificateState then = CertificateState.valueOf(row.getString("state_then"));
        boolean over = on.isAfter(row.getLocalDate("valid_to"))
                || (!row.getBoolean("covered") && !on.isBefore(row.getLocalDate("issued_on")));
        @Nullable String reason = row.getString("reason_then");
        return new CertificateView(
                row.getUUID("id"),
                row.getString("number"),
                row.getUUID("application_id"),
                row.getUUID("product_id"),
                row.getUUID("organisation_id"),
                row.getString("region"),
                row.getString("pack_version"),
                row.getString("name_zh"),
                row.getString("name_en"),
                row.getString("category"),
                row.getString("county_code"),
                row.getString("criterion"),
                row.getLong("yearly_capacity"),
                row.getLocalDate("issued_on"),
                row.getLocalDate("valid_to"),
                over && then != CertificateState.REVOKED ? CertificateState.EXPIRED : then,
                then == CertificateState.VALID ? null : reason);
    }

    private static CertifiedProduct product(Row row, LocalDate on) {
        return new CertifiedProduct(
                view(row, on),
                row.getString("package_unit"),
                row.getLong("net_weight_grams"),
                row.getLong("price_fen"),
                Arrays.asList(row.getArrayOfIntegers("harvest_months")),
                row.getBoolean("perishable"),
                row.getBoolean("geographical_indication"),
                row.getUUID("link_id"),
                row.getBoolean("demo"));
    }

    private static OffsetDateTime endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(BusinessClock.CHINA).toOffsetDateTime();
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
