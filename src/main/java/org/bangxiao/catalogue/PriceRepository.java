package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.region.PolicyPack;

/** Price tiers in the database. */
@ApplicationScoped
class PriceRepository {
    Uni<List<PriceTier>> find(SqlConnection connection, UUID listing) {
        return connection
                .preparedQuery("SELECT catalogue_tiers($1) AS tiers")
                .execute(Tuple.of(listing))
                .map(rows -> Prices.read(rows.iterator().next().getString("tiers")));
    }

    /** By product, the most that one unit may cost against like goods; products with too few of them are left out. */
    Uni<Map<UUID, Long>> limits(
            SqlConnection connection, PolicyPack pack, int factorBasisPoints, int least, List<UUID> products) {
        return connection
                .preparedQuery("SELECT product_id, most_fen FROM catalogue_price_limits($1, $2, $3, $4, $5)")
                .execute(
                        Tuple.of(pack.key(), pack.varieties(), factorBasisPoints, least, products.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, Long> limits = new HashMap<>();
                    rows.forEach(row -> limits.put(row.getUUID("product_id"), row.getLong("most_fen")));
                    return limits;
                });
    }

    /** These and no others; the listing's row is locked, so that two who write do not mix. */
    Uni<Void> write(SqlConnection tx, UUID listing, List<PriceTier> tiers) {
        return tx.preparedQuery("SELECT 1 FROM catalogue_listing WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(listing))
                .chain(() -> tx.preparedQuery("DELETE FROM catalogue_price_tier WHERE listing_id = $1")
                        .execute(Tuple.of(listing)))
                .chain(() -> tx.preparedQuery("""
                                INSERT INTO catalogue_price_tier (listing_id, from_quantity, price_fen, from_on, to_on)
                                SELECT $1, t.* FROM unnest($2::int[], $3::bigint[], $4::date[], $5::date[]) AS t""")
                        .execute(Tuple.of(
                                listing,
                                tiers.stream().map(PriceTier::fromQuantity).toArray(Integer[]::new),
                                tiers.stream().map(PriceTier::priceFen).toArray(Long[]::new),
                                tiers.stream().map(PriceTier::fromOn).toArray(LocalDate[]::new),
                                tiers.stream().map(PriceTier::toOn).toArray(LocalDate[]::new))))
                .replaceWithVoid();
    }
}
