package org.bangxiao.support;

import io.quarkus.arc.Arc;
import java.util.UUID;
import org.bangxiao.catalogue.ListingDraft;
import org.bangxiao.catalogue.Listings;
import org.bangxiao.certification.ApplicationDraft;
import org.bangxiao.platform.Tx;

/** A product that went through certification and stands on the shelf, with its agreement and its households. */
public record OnSale(UUID listingId, Certified.Product product, long priceFen) {
    /** Fresh goods. */
    public static OnSale product(long priceFen, long stock) {
        return product(priceFen, stock, true);
    }

    /** Goods that keep. */
    public static OnSale keeping(long priceFen, long stock) {
        return product(priceFen, stock, false);
    }

    private static OnSale product(long priceFen, long stock, boolean perishable) {
        Certified.Product product = Certified.product("451224", draft -> priced(draft, priceFen, perishable));
        Listings listings = Arc.container().instance(Listings.class).get();
        Tx tx = Arc.container().instance(Tx.class).get();
        UUID listing = Await.await(() -> tx.write(connection -> listings.list(
                connection,
                new ListingDraft(product.productId(), null, stock, "", ""),
                product.organisationId(),
                null)));
        return new OnSale(listing, product, priceFen);
    }

    private static ApplicationDraft priced(ApplicationDraft draft, long priceFen, boolean perishable) {
        return new ApplicationDraft(
                draft.nameZh(),
                draft.nameEn(),
                draft.category(),
                draft.countyCode(),
                draft.packageUnit(),
                draft.netWeightGrams(),
                priceFen,
                draft.yearlyCapacity(),
                draft.harvestMonths(),
                perishable,
                draft.geographicalIndication(),
                draft.linkId(),
                draft.floorFenPerUnit(),
                draft.dividendBasisPoints());
    }
}
