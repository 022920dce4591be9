package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bangxiao.certification.Certificates;
import org.bangxiao.certification.CertifiedProduct;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.bangxiao.region.WatchRules;
import org.jspecify.annotations.Nullable;

/**
 * How much a supplier may ask at most: what was certified, and above it no more than the pack's band allows, nor what the
 * watch would open a case for. What was certified may always be asked; to sell for less is free.
 */
@ApplicationScoped
class PriceCeilings {
    private static final long WHOLE_PERCENT = 100;

    /** @param mostFen for one unit, never below {@code certifiedFen} */
    record Ceiling(long certifiedFen, long mostFen) {
        /** The fault of a price that goes up through the ceiling; null for any other. One that stands above it may come down. */
        Problem.@Nullable FieldError fault(String pointer, long beforeFen, long fen) {
            return fen <= mostFen || fen <= beforeFen
                    ? null
                    : new Problem.FieldError(
                            pointer, "price-above-certified", List.of(Money.yuan(mostFen), Money.yuan(certifiedFen)));
        }

        /** Throws the fault. */
        void require(String pointer, long beforeFen, long fen) {
            Problem.FieldError fault = fault(pointer, beforeFen, fen);
            if (fault != null) {
                throw Problem.fields(List.of(fault));
            }
        }
    }

    private final Certificates certificates;
    private final PriceRepository repository;
    private final PolicyPacks packs;

    PriceCeilings(Certificates certificates, PriceRepository repository, PolicyPacks packs) {
        this.certificates = certificates;
        this.repository = repository;
        this.packs = packs;
    }

    /** Of products that have a certificate; two statements for each region they come from. */
    Uni<Map<UUID, Ceiling>> of(SqlConnection connection, Collection<UUID> products) {
        return products.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : certificates
                        .products(connection, products)
                        .chain(certified -> of(connection, List.copyOf(certified.values())));
    }

    /** The same for what is known to be certified. */
    Uni<Map<UUID, Ceiling>> of(SqlConnection connection, List<CertifiedProduct> certified) {
        Map<UUID, Ceiling> ceilings = new HashMap<>();
        Uni<Void> done = Uni.createFrom().voidItem();
        for (List<CertifiedProduct> together : certified.stream()
                .collect(Collectors.groupingBy(product -> product.certificate().region()))
                .values()) {
            PolicyPack pack =
                    packs.forArea(together.get(0).certificate().countyCode()).orElseThrow();
            done = done.chain(() -> limits(connection, pack, together)
                    .invoke(limits -> together.forEach(product -> {
                        UUID id = product.certificate().productId();
                        ceilings.put(id, ceiling(pack, product.priceFen(), limits.get(id)));
                    }))
                    .replaceWithVoid());
        }
        return done.replaceWith(ceilings);
    }

    private Uni<Map<UUID, Long>> limits(SqlConnection connection, PolicyPack pack, List<CertifiedProduct> products) {
        WatchRules watch = pack.watch();
        List<UUID> ids = new ArrayList<>();
        products.forEach(product -> ids.add(product.certificate().productId()));
        return watch == null
                ? Uni.createFrom().item(Map.of())
                : repository.limits(connection, pack, watch.price().factorBasisPoints(), pack.leastLikeGoods(), ids);
    }

    private static Ceiling ceiling(PolicyPack pack, long certifiedFen, @Nullable Long limit) {
        long most = certifiedFen + Money.mulDiv(certifiedFen, pack.priceBand().percent(), WHOLE_PERCENT);
        return new Ceiling(certifiedFen, Math.max(certifiedFen, limit == null ? most : Math.min(most, limit)));
    }
}
