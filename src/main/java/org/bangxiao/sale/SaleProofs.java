package org.bangxiao.sale;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.catalogue.Leg;
import org.bangxiao.certification.Certificates;
import org.bangxiao.certification.CertifiedProduct;
import org.bangxiao.kernel.Problem;
import org.bangxiao.ledger.Proofs;
import org.bangxiao.ledger.RecordProof;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.organisation.Organisations;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.Channel;
import org.bangxiao.region.Label;
import org.bangxiao.region.PolicyPacks;
import org.jspecify.annotations.Nullable;

/** Shows a recorded sale and proves that it stands, unchanged, under a signed root. */
@ApplicationScoped
public class SaleProofs {
    private final RecordedSaleRepository repository;
    private final Certificates certificates;
    private final Organisations organisations;
    private final PolicyPacks packs;
    private final Proofs proofs;
    private final Tx tx;

    SaleProofs(
            RecordedSaleRepository repository,
            Certificates certificates,
            Organisations organisations,
            PolicyPacks packs,
            Proofs proofs,
            Tx tx) {
        this.repository = repository;
        this.certificates = certificates;
        this.organisations = organisations;
        this.packs = packs;
        this.proofs = proofs;
        this.tx = tx;
    }

    /** The sale with its split, or {@code not-found}. */
    public Uni<SaleView> sale(UUID id) {
        return tx.read(connection -> stored(connection, id).chain(sale -> {
            List<UUID> product = List.of(sale.draft().productId());
            List<UUID> supplier = List.of(sale.draft().organisationId());
            return certificates
                    .products(connection, product)
                    .chain(products -> organisations
                            .names(connection, supplier)
                            .map(names -> view(sale, products.get(product.get(0)), names.get(supplier.get(0)))));
        }));
    }

    /**
     * The sale's text, the way from its digest to the root of its ledger transaction, and from there to the day's signed
     * root; without the latter while the transaction waits to be sealed. {@code not-found} where there is no such sale.
     */
    public Uni<RecordProof> of(UUID id) {
        return tx.read(connection -> stored(connection, id)
                .chain(sale -> repository
                        .climb(connection, sale.txId(), sale.position())
                        .chain(climb -> proofs.of(connection, sale.txId())
                                .map(found -> RecordProof.of(
                                        sale.recordText(),
                                        climb.neighbours(),
                                        sale.position() % Sales.RECORDS_A_NODE,
                                        climb.nodes(),
                                        sale.position() / Sales.RECORDS_A_NODE,
                                        found.orElse(null))))));
    }

    private Uni<StoredSale> stored(SqlConnection connection, UUID id) {
        return repository.find(connection, id).map(found -> found.orElseThrow(Problem::notFound));
    }

    private SaleView view(
            StoredSale sale, @Nullable CertifiedProduct product, OrganisationView.@Nullable Name supplier) {
        SaleDraft draft = sale.draft();
        Label channel = Optional.ofNullable(product)
                .flatMap(certified -> packs.forArea(certified.certificate().countyCode()))
                .flatMap(pack -> pack.channel(draft.channel()))
                .map(Channel::name)
                .orElse(new Label(draft.channel(), draft.channel()));
        return new SaleView(
                sale.id(),
                draft.productId(),
                product == null ? "" : product.certificate().nameZh(),
                product == null ? "" : product.certificate().nameEn(),
                product == null ? null : product.certificate().number(),
                draft.organisationId(),
                supplier == null ? "" : supplier.zh(),
                supplier == null ? "" : supplier.en(),
                draft.quantity(),
                product == null ? "" : product.packageUnit(),
                draft.grossFen(),
                sale.split().shortfallFen(),
                sale.refundedUnits(),
                sale.refundedFen(),
                draft.channel(),
                channel.zh(),
                channel.en(),
                sale.status(),
                draft.soldAt(),
                sale.recordedAt(),
                sale.late(),
                sale.correctedBy(),
                sale.corrects(),
                Leg.of(sale.split()));
    }
}
