package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.bangxiao.certification.CertificateFollower;
import org.bangxiao.certification.CertificateView;
import org.bangxiao.certification.Certificates;
import org.bangxiao.certification.CertifiedProduct;
import org.bangxiao.household.BenefitLinks;
import org.bangxiao.platform.BusinessClock;

/** Goods on sale say what their certificate says: written anew in the transaction in which it changes. */
@ApplicationScoped
class ListingFollow implements CertificateFollower {
    private final Certificates certificates;
    private final ListingRepository repository;
    private final BenefitLinks links;
    private final Origins origins;
    private final BusinessClock clock;

    ListingFollow(
            Certificates certificates,
            ListingRepository repository,
            BenefitLinks links,
            Origins origins,
            BusinessClock clock) {
        this.certificates = certificates;
        this.repository = repository;
        this.links = links;
        this.origins = origins;
        this.clock = clock;
    }

    @Override
    public Uni<Void> follow(SqlConnection connection, UUID productId) {
        return certificates.products(connection, List.of(productId)).chain(products -> {
            CertifiedProduct product = products.get(productId);
            if (product == null) {
                return Uni.createFrom().voidItem();
            }
            CertificateView certificate = product.certificate();
            List<String> about = origins.words(certificate.countyCode(), certificate.category());
            ListingRepository.Words words = ListingRepository.Words.of(certificate, about);
            return links.figures(connection, List.of(product.linkId()), clock.today())
                    .map(figures -> figures.containsKey(product.linkId())
                            ? figures.get(product.linkId()).eligibleHouseholds()
                            : 0)
                    .chain(households -> repository.follow(connection, product, words, households));
        });
    }
}
