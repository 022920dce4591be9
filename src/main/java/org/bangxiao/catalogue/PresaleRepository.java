package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Pre-sales in the database. */
@ApplicationScoped
class PresaleRepository {
    /** The months of the certified harvest. */
    Uni<List<Integer>> harvest(SqlConnection connection, UUID listing) {
        return connection
                .preparedQuery("SELECT harvest_months FROM catalogue_listing WHERE id = $1")
                .execute(Tuple.of(listing))
                .map(rows -> List.of(rows.iterator().next().getArrayOfIntegers("harvest_months")));
    }

    /** @param presale null: goods are sold and sent as usual */
    Uni<Void> write(SqlConnection tx, UUID listing, @Nullable Presale presale) {
        return tx.preparedQuery("""
                        UPDATE catalogue_listing SET presale_until = $2, presale_from = $3, presale_to = $4,
                               version = version + 1
                         WHERE id = $1""")
                .execute(Tuple.tuple()
                        .addUUID(listing)
                        .addLocalDate(presale == null ? null : presale.soldUntil())
                        .addLocalDate(presale == null ? null : presale.sendFrom())
                        .addLocalDate(presale == null ? null : presale.sendTo()))
                .replaceWithVoid();
    }
}
