package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The SQL of listings. */
@ApplicationScoped
class ListingRepository {
    /** Those on sale; whether their certificates hold is not asked here. */
    Uni<List<SaleableListing>> onSale(SqlConnection connection, Collection<UUID> listings) {
        return connection
                .preparedQuery("""
                        SELECT id, product_id, organisation_id, certificate_number, name_zh, name_en, region, county_code,
                               category, unit, net_weight_grams, perishable, price_fen
                          FROM catalogue_listing WHERE id = ANY ($1) AND state = 'ON_SALE'""")
                .execute(Tuple.of(StockRepository.ids(listings)))
                .map(rows -> {
                    List<SaleableListing> found = new ArrayList<>();
                    rows.forEach(row -> found.add(saleable(row)));
                    return found;
                });
    }

    private static SaleableListing saleable(Row row) {
        return new SaleableListing(
                row.getUUID("id"),
                row.getUUID("product_id"),
                row.getUUID("organisation_id"),
                row.getString("certificate_number"),
                row.getString("name_zh"),
                row.getString("name_en"),
                row.getString("region"),
                row.getString("county_code"),
                row.getString("category"),
                row.getString("unit"),
                row.getLong("net_weight_grams"),
                row.getBoolean("perishable"),
                row.getLong("price_fen"));
    }
}
