package org.bangxiao.partner;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bangxiao.catalogue.Listings;
import org.bangxiao.catalogue.SaleableListing;
import org.bangxiao.certification.CertificateView;
import org.bangxiao.certification.Certificates;
import org.bangxiao.certification.CertifiedProduct;
import org.bangxiao.sale.SaleDraft;
import org.jspecify.annotations.Nullable;

/** Finds the product and supplier that rows mean by a listing, a product or a certificate number. */
@ApplicationScoped
class RowResolver {
    /** What rows may name, by what they name it. */
    record Known(
            Map<UUID, SaleableListing> listings,
            Map<UUID, CertifiedProduct> products,
            Map<String, CertificateView> numbers) {}

    private final Listings listings;
    private final Certificates certificates;
    private final PartnerConfig config;

    RowResolver(Listings listings, Certificates certificates, PartnerConfig config) {
        this.listings = listings;
        this.certificates = certificates;
        this.config = config;
    }

    /** One draft for each row, null where the row is faulty or names nothing we know. */
    Uni<List<@Nullable SaleDraft>> drafts(SqlConnection connection, String source, List<ReportedRow> rows) {
        return known(connection, rows).map(known -> {
            List<@Nullable SaleDraft> drafts = new ArrayList<>(rows.size());
            for (ReportedRow row : rows) {
                drafts.add(row.fault() == null ? draft(source, row, known) : null);
            }
            return drafts;
        });
    }

    private Uni<Known> known(SqlConnection connection, List<ReportedRow> rows) {
        return ask(distinct(rows, ReportedRow::listingId), ids -> listings.known(connection, ids))
                .chain(byListing -> ask(
                                distinct(rows, ReportedRow::productId), ids -> certificates.products(connection, ids))
                        .chain(byProduct -> ask(
                                        distinct(rows, ReportedRow::certificateNumber),
                                        numbers -> certificates.byNumbers(connection, numbers))
                                .map(byNumber -> new Known(byListing, byProduct, byNumber))));
    }

    private @Nullable SaleDraft draft(String source, ReportedRow row, Known known) {
        UUID product = null;
        UUID supplier = null;
        if (row.listingId() != null) {
            SaleableListing listing = known.listings().get(row.listingId());
            product = listing == null ? null : listing.productId();
            supplier = listing == null ? null : listing.organisationId();
        } else if (row.productId() != null) {
            CertifiedProduct certified = known.products().get(row.productId());
            product = certified == null ? null : row.productId();
            supplier = certified == null ? null : certified.certificate().organisationId();
        } else if (row.certificateNumber() != null) {
            CertificateView certificate = known.numbers().get(row.certificateNumber());
            product = certificate == null ? null : certificate.productId();
            supplier = certificate == null ? null : certificate.organisationId();
        }
        return product == null || supplier == null
                ? null
                : new SaleDraft(
                        source,
                        Objects.requireNonNull(row.externalId()),
                        row.listingId(),
                        product,
                        supplier,
                        row.quantity(),
                        row.grossFen(),
                        Objects.requireNonNullElseGet(row.channel(), config::channel),
                        row.tags(),
                        row.soldAt(),
                        true);
    }

    private static <K, V> Uni<Map<K, V>> ask(Collection<K> keys, Function<Collection<K>, Uni<Map<K, V>>> asked) {
        return keys.isEmpty() ? Uni.createFrom().item(new HashMap<>()) : asked.apply(keys);
    }

    private static <K> Collection<K> distinct(List<ReportedRow> rows, Function<ReportedRow, @Nullable K> key) {
        return rows.stream().map(key).filter(Objects::nonNull).collect(Collectors.toSet());
    }
}
