package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bangxiao.certification.Certificates;

/** Puts certified products on sale and says what may be sold. */
@ApplicationScoped
public class Listings {
    private final ListingRepository repository;
    private final Certificates certificates;

    Listings(ListingRepository repository, Certificates certificates) {
        this.repository = repository;
        this.certificates = certificates;
    }

    /**
     * Those of the listings that may be sold on that day: on sale, under a certificate valid that day, read in the selling
     * transaction. A listing that is absent from the answer may not be sold.
     */
    public Uni<Map<UUID, SaleableListing>> saleable(
            SqlConnection connection, Collection<UUID> listingIds, LocalDate day) {
        return repository
                .onSale(connection, listingIds)
                .chain(onSale -> certificates
                        .validOn(
                                connection,
                                onSale.stream().map(SaleableListing::productId).toList(),
                                day)
                        .map(valid -> onSale.stream()
                                .filter(listing -> valid.containsKey(listing.productId()))
                                .collect(Collectors.toMap(SaleableListing::listingId, Function.identity()))));
    }
}
