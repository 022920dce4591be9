package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.bangxiao.region.PolicyPack;

/** Reads the other applications that one is compared with: like products by price, and those under the same name. */
@ApplicationScoped
class TwinRepository {
    private static final int MOST = 20;

    /**
     * What other suppliers ask for certified products of the same variety on that day: for a jin where it is weighed, for a
     * unit of the same name where not. A supplier's own prices say nothing about its prices.
     */
    Uni<Facts.Like> like(SqlConnection connection, PolicyPack pack, ApplicationView view, LocalDate on) {
        ApplicationDraft product = view.product();
        boolean weighed = product.netWeightGrams() != null;
        return connection
                .preparedQuery("""
                        SELECT own.variety, count(a.id)::int AS n,
                               coalesce(percentile_disc(0.5) WITHIN GROUP (ORDER BY %s), 0)::bigint AS median
                          FROM (SELECT certification_variety($1, $2, $3) AS variety) own
                          LEFT JOIN (certification_application a
                                     JOIN certification_certificate c
                                       ON c.application_id = a.id AND c.state = 'VALID' AND c.valid_to >= $4)
                            ON a.state = 'CERTIFIED' AND a.region = $5 AND a.category = $2 AND a.organisation_id <> $6
                           AND %s AND certification_variety(a.name_zh, a.category, $3) = own.variety
                         GROUP BY own.variety
                        """.formatted(
                                weighed ? "a.price_fen * 500 / a.net_weight_grams" : "a.price_fen",
                                weighed
                                        ? "a.net_weight_grams IS NOT NULL AND $7::text IS NOT NULL"
                                        : "a.net_weight_grams IS NULL AND a.package_unit = $7"))
                .execute(Tuple.of(
                                product.nameZh(),
                                product.category(),
                                pack.varieties(),
                                on,
                                pack.key(),
                                view.organisationId())
                        .addString(product.packageUnit()))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Facts.Like(row.getString("variety"), row.getLong("median"), row.getInteger("n"));
                });
    }

    /** Under way or certified and still valid, under the same name: of the same supplier, or from the same county. */
    Uni<List<Facts.Twin>> of(SqlConnection connection, ApplicationView view, LocalDate on) {
        return connection
                .preparedQuery("""
                        SELECT a.id, a.organisation_id = $3 AS own, a.package_unit, a.net_weight_grams
                          FROM certification_application a
                          LEFT JOIN certification_certificate c ON c.application_id = a.id
                         WHERE a.name_key = $1 AND a.name_key <> '' AND a.product_id <> $2
                           AND a.state NOT IN ('DRAFT','WITHDRAWN','REJECTED')
                           AND (c.id IS NULL OR (c.state <> 'REVOKED' AND c.valid_to >= $5))
                           AND (a.organisation_id = $3 OR a.county_code = $4)
                         ORDER BY own DESC, a.id LIMIT $6
                        """)
                .execute(Tuple.tuple()
                        .addString(NameKey.of(view.product().nameZh()))
                        .addUUID(view.productId())
                        .addUUID(view.organisationId())
                        .addString(view.product().countyCode())
                        .addLocalDate(on)
                        .addInteger(MOST))
                .map(rows -> {
                    List<Facts.Twin> twins = new ArrayList<>();
                    rows.forEach(row -> twins.add(new Facts.Twin(
                            row.getUUID("id"),
                            row.getBoolean("own"),
                            row.getString("package_unit"),
                            row.getLong("net_weight_grams"))));
                    return twins;
                });
    }
}
