package org.bangxiao.catalogue;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/** What a supplier may change of a listing. Everything else was certified and stays; it is written when it is listed. */
@Entity
@Table(name = "catalogue_listing")
class Listing {
    private static final String DRAFT = "DRAFT";
    private static final int WEIGHED_IN_GRAMS = 100;

    @Id
    UUID id;

    @Version
    @Column(name = "version")
    int version;

    @Column(name = "organisation_id", updatable = false)
    UUID organisationId;

    @Column(name = "state")
    String state;

    @Column(name = "listed_at")
    Instant listedAt;

    @Column(name = "price_fen")
    long priceFen;

    @Column(name = "weighed")
    boolean weighed;

    @Nullable
    @Column(name = "net_weight_grams", updatable = false)
    Long netWeightGrams;

    @Column(name = "description_zh")
    String descriptionZh;

    @Column(name = "description_en")
    String descriptionEn;

    /**
     * What is published for the first time is new that moment. Throws {@code listing-changed-meanwhile} where the change was
     * made on an older version, {@code listing-not-by-weight} at {@code weighed} where one is certified with no weight in
     * tenths of a kilogram.
     */
    void apply(ListingChange change, Instant now) {
        if (change.version() != version) {
            throw CatalogueProblems.changedMeanwhile();
        }
        priceFen = change.priceFen() == null ? priceFen : change.priceFen();
        descriptionZh = change.descriptionZh() == null
                ? descriptionZh
                : change.descriptionZh().strip();
        descriptionEn = change.descriptionEn() == null
                ? descriptionEn
                : change.descriptionEn().strip();
        weighed = change.weighed() == null ? weighed : change.weighed();
        if (weighed && !byWeight(netWeightGrams)) {
            throw Problem.field("/weighed", "listing-not-by-weight");
        }
        Boolean onSale = change.onSale();
        if (onSale != null && onSale) {
            listedAt = state.equals(DRAFT) ? now : listedAt;
            state = "ON_SALE";
        } else if (onSale != null && !state.equals(DRAFT)) {
            state = "WITHDRAWN";
        }
    }

    /** Whether goods of which one is certified with so much may be sold by weight. */
    static boolean byWeight(@Nullable Long netWeightGrams) {
        return netWeightGrams != null && netWeightGrams % WEIGHED_IN_GRAMS == 0;
    }
}
