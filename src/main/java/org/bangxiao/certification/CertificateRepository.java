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
            SELECT c.*, coalesce(h.state, 'VALID') AS state_then, h.reason AS reason_then %s
              FROM certification_certificate c %s
              LEFT JOIN LATERAL (SELECT state, reason FROM certification_certificate_change h
                                  WHERE h.certificate_id = c.id AND h.since < $2 ORDER BY since DESC LIMIT 1) h ON true
             WHERE %s""";
    private static final String PRODUCT_COLUMNS =
            ", a.package_unit, a.net_weight_grams, a.price_fen, a.harvest_months, a.perishable, "
                    + "a.geographical_indication, a.link_id, a.demo";
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

    /** A new state from this instant; false where the certificate is in it already or is revoked for good. */
    Uni<Boolean> change(
            SqlConnection tx, UUID id, CertificateState state, String reason, UUID accountId, Instant since) {
        return tx.preparedQuery("""
                        UPDATE certification_certificate SET state = $2, state_reason = $3, state_since = $4
                         WHERE id = $1 AND state <> $2 AND state <> 'REVOKED'""")
                .execute(Tuple.of(id, state.name(), reason, utc(since)))
                .chain(updated -> updated.rowCount() == 0
                        ? Uni.createFrom().item(false)
                        : tx.preparedQuery("""
                                        INSERT INTO certification_certificate_change
                                               (certificate_id, since, state, reason, account_id)
                                        VALUES ($1, $2, $3, $4, $5)""")
                                .execute(Tuple.of(id, utc(since), state.name(), reason, accountId))
                                .map(inserted -> true));
    }

    private static List<CertificateView> all(RowSet<Row> rows, LocalDate on) {
        List<CertificateView> views = new ArrayList<>();
        rows.forEach(row -> views.add(view(row, on)));
        return views;
    }

    private static CertificateView view(Row row, LocalDate on) {
        CertificateState then = CertificateState.valueOf(row.getString("state_then"));
        boolean over = on.isAfter(row.getLocalDate("valid_to"));
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
