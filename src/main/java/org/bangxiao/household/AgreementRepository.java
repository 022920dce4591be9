package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@ApplicationScoped
class AgreementRepository {
    /** Ends the product's open version on that day and answers the last version's number, 0 where there is none. */
    Uni<Integer> endBefore(SqlConnection connection, UUID product, LocalDate day) {
        return connection
                .preparedQuery("""
                        UPDATE household_agreement SET valid_to = $2
                         WHERE product_id = $1 AND valid_to IS NULL AND valid_from < $2""")
                .execute(Tuple.of(product, day))
                .chain(() -> connection
                        .preparedQuery(
                                "SELECT coalesce(max(version), 0) FROM household_agreement WHERE product_id = $1")
                        .execute(Tuple.of(product)))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    Uni<Agreement> insert(SqlConnection connection, Agreement agreement, UUID preparedBy, UUID approvedBy) {
        return connection
                .preparedQuery("""
                        INSERT INTO household_agreement (id, product_id, link_id, version, fee_basis_points, floor_fen_per_unit,
                            dividend_basis_points, valid_from, sha256, prepared_by, approved_by)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""")
                .execute(Tuple.tuple()
                        .addUUID(agreement.id())
                        .addUUID(agreement.productId())
                        .addUUID(agreement.linkId())
                        .addInteger(agreement.version())
                        .addInteger(agreement.feeBasisPoints())
                        .addLong(agreement.floorFenPerUnit())
                        .addInteger(agreement.dividendBasisPoints())
                        .addLocalDate(agreement.validFrom())
                        .addValue(Buffer.buffer(HexFormat.of().parseHex(agreement.sha256())))
                        .addUUID(preparedBy)
                        .addUUID(approvedBy))
                .replaceWith(agreement);
    }

    Uni<Map<UUID, List<Agreement>>> ofProducts(SqlConnection connection, Collection<UUID> products) {
        return connection
                .preparedQuery("""
                        SELECT id, product_id, link_id, version, fee_basis_points, floor_fen_per_unit, dividend_basis_points,
                               valid_from, valid_to, sha256
                          FROM household_agreement WHERE product_id = ANY ($1) ORDER BY product_id, version""")
                .execute(Tuple.of(products.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, List<Agreement>> versions = new HashMap<>();
                    rows.forEach(
                            row -> versions.computeIfAbsent(row.getUUID("product_id"), product -> new ArrayList<>(1))
                                    .add(agreement(row)));
                    return versions;
                });
    }

    private static Agreement agreement(Row row) {
        return new Agreement(
                row.getUUID("id"),
                row.getUUID("product_id"),
                row.getUUID("link_id"),
                row.getInteger("version"),
                row.getInteger("fee_basis_points"),
                row.getLong("floor_fen_per_unit"),
                row.getInteger("dividend_basis_points"),
                row.getLocalDate("valid_from"),
                row.getLocalDate("valid_to"),
                HexFormat.of().formatHex(row.getBuffer("sha256").getBytes()));
    }
}
