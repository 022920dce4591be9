package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bangxiao.platform.BusinessClock;
import org.jspecify.annotations.Nullable;

/** The register of certificates as lists. */
@ApplicationScoped
class RegisterRepository {
    /** @param areaPrefix digits that the county of origin begins with; empty for every area */
    record Query(
            @Nullable UUID organisationId,
            String areaPrefix,
            @Nullable CertificateState state,
            String text,
            @Nullable Cursor after,
            int limit) {}

    /** Newest first, as they stand today. */
    Uni<List<CertificateView>> page(SqlConnection connection, Query query, LocalDate today) {
        Cursor after = query.after();
        return connection
                .preparedQuery(CertificateRepository.onADay("""
                        ($1::uuid IS NULL OR c.organisation_id = $1) AND c.county_code LIKE $3 || '%'
                         AND ($4::text IS NULL
                              OR CASE WHEN c.state <> 'REVOKED' AND c.valid_to < $5 THEN 'EXPIRED' ELSE c.state END = $4)
                         AND ($6 = '' OR c.number = upper($6) OR starts_with(c.name_zh, $6)
                              OR starts_with(lower(c.name_en), lower($6)))
                         AND ($7::date IS NULL OR (c.issued_on, c.id) < ($7, $8))
                         ORDER BY c.issued_on DESC, c.id DESC LIMIT $9"""))
                .execute(Tuple.tuple()
                        .addUUID(query.organisationId())
                        .addOffsetDateTime(endOf(today))
                        .addString(query.areaPrefix())
                        .addString(query.state() == null ? null : query.state().name())
                        .addLocalDate(today)
                        .addString(query.text())
                        .addLocalDate(
                                after == null
                                        ? null
                                        : after.at().atOffset(ZoneOffset.UTC).toLocalDate())
                        .addUUID(after == null ? null : after.id())
                        .addInteger(query.limit()))
                .map(rows -> CertificateRepository.all(rows, today));
    }

    /** Newest first: each change of state, with the certificate's name as it stands. */
    Uni<List<CertificateRegister.Announced>> announced(SqlConnection connection, @Nullable Cursor after, int limit) {
        return connection
                .preparedQuery("""
                        SELECT h.since, h.state, h.cause, h.level, h.reason, c.id, c.number, c.name_zh, c.name_en, c.county_code
                          FROM certification_certificate_change h JOIN certification_certificate c ON c.id = h.certificate_id
                         WHERE ($1::timestamptz IS NULL OR (h.since, h.certificate_id) < ($1, $2))
                         ORDER BY h.since DESC, h.certificate_id DESC LIMIT $3""")
                .execute(Tuple.of(
                        after == null ? null : OffsetDateTime.ofInstant(after.at(), ZoneOffset.UTC),
                        after == null ? null : after.id(),
                        limit))
                .map(rows -> {
                    List<CertificateRegister.Announced> found = new ArrayList<>();
                    rows.forEach(row -> found.add(new CertificateRegister.Announced(
                            row.getString("number"),
                            row.getString("name_zh"),
                            row.getString("name_en"),
                            row.getString("county_code"),
                            CertificateRepository.change(row),
                            row.getUUID("id"))));
                    return found;
                });
    }

    private static OffsetDateTime endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(BusinessClock.CHINA).toOffsetDateTime();
    }
}
