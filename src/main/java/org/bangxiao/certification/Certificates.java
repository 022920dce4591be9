package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;

/** Certificates as they stand on a day: for the selling guard, for whoever checks a number, for the office. */
@ApplicationScoped
public class Certificates {
    private final Tx tx;
    private final BusinessClock clock;
    private final CertificateRepository certificates;

    Certificates(Tx tx, BusinessClock clock, CertificateRepository certificates) {
        this.tx = tx;
        this.clock = clock;
        this.certificates = certificates;
    }

    /**
     * The certificates that let these products be sold on that day; a product without one is missing from the map. Asked
     * on the seller's own connection, so that a sale and the certificate it needs are seen together.
     */
    public Uni<Map<UUID, CertificateView>> validOn(
            SqlConnection connection, Collection<UUID> productIds, LocalDate day) {
        return certificates
                .ofProducts(connection, productIds, day)
                .map(found -> found.stream()
                        .filter(certificate -> certificate.valid() && !day.isBefore(certificate.issuedOn()))
                        .collect(Collectors.toMap(CertificateView::productId, Function.identity())));
    }

    /** As it stands today; empty for an unknown number and for one whose check character does not fit alike. */
    public Uni<Optional<CertificateView>> byNumber(String typed) {
        return CertificateNumber.read(typed)
                .map(number -> tx.read(connection -> certificates.byNumber(connection, number, clock.today())))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    /** Many at once, by the number in the form we keep; unknown numbers are missing from the map. */
    public Uni<Map<String, CertificateView>> byNumbers(SqlConnection connection, Collection<String> numbers) {
        return certificates
                .byNumbers(connection, numbers, clock.today())
                .map(found -> found.stream().collect(Collectors.toMap(CertificateView::number, Function.identity())));
    }

    /** The certificate of a product as it stands today, valid or not. */
    public Uni<Optional<CertificateView>> ofProduct(UUID productId) {
        return tx.read(connection -> certificates.ofProducts(connection, List.of(productId), clock.today()))
                .map(found -> found.stream().findFirst());
    }

    /** Every certificate an organisation ever got, newest first, as they stand today; at most 1000. */
    public Uni<List<CertificateView>> ofOrganisation(UUID organisationId) {
        return tx.read(connection -> certificates.ofOrganisation(connection, organisationId, clock.today()));
    }

    /** What was certified, for products with a certificate in any state, as it stands today. */
    public Uni<Map<UUID, CertifiedProduct>> products(SqlConnection connection, Collection<UUID> productIds) {
        return certificates
                .products(connection, productIds, clock.today())
                .map(found -> found.stream()
                        .collect(Collectors.toMap(
                                product -> product.certificate().productId(), Function.identity())));
    }

    /**
     * The certificates of products with their whole past, in one statement: whether each held at any moment can be asked
     * of it without the database. A product without one is missing from the map.
     */
    public Uni<Map<UUID, CertificateStanding>> standings(SqlConnection connection, Collection<UUID> productIds) {
        return certificates
                .standings(connection, productIds, clock.today())
                .map(found -> found.stream()
                        .collect(Collectors.toMap(
                                standing -> standing.certificate().productId(), Function.identity())));
    }
}
