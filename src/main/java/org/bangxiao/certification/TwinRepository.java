package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads the other applications that one is compared with: like products by price, and those under the same name. */
@ApplicationScoped
class TwinRepository {
    private static final int MOST = 20;

    /** The certified products of the same kind: per jin where it is weighed, per unit of the same name where not. */
    Uni<Facts.Like> like(SqlConnection connection, String region, UUID productId, ApplicationDraft product) {
        boolean weighed = product.netWeightGrams() != null;
        String price = weighed ? "price_fen * 500 / net_weight_grams" : "price_fen";
        String comparable = weighed ? "net_weight_grams IS NOT NULL" : "net_weight_grams IS NULL AND package_unit = $4";
        Tuple values = Tuple.of(region, product.category(), productId);
        return connection
                .preparedQuery("""
                        SELECT coalesce(percentile_disc(0.5) WITHIN GROUP (ORDER BY %s), 0)::bigint AS median,
                               count(*)::int AS n
                          FROM certification_application
                         WHERE state = 'CERTIFIED' AND region = $1 AND category = $2 AND product_id <> $3 AND %s
                        """.formatted(price, comparable))
                .execute(weighed ? values : values.addString(product.packageUnit()))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Facts.Like(row.getLong("median"), row.getInteger("n"));
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
