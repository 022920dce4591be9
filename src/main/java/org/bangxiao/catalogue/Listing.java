package org.bangxiao.catalogue;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;

/** What a supplier may change of a listing. Everything else was certified and stays; it is written when it is listed. */
@Entity
@Table(name = "catalogue_listing")
class Listing {
    private static final String DRAFT = "DRAFT";

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

    @Column(name = "description_zh")
    String descriptionZh;

    @Column(name = "description_en")
    String descriptionEn;

    /**
     * What is published for the first time is new that moment. Throws {@code listing-changed-meanwhile} where the change was
     * made on an older version.
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
        Boolean onSale = change.onSale();
        if (onSale != null && onSale) {
            listedAt = state.equals(DRAFT) ? now : listedAt;
            state = "ON_SALE";
        } else if (onSale != null && !state.equals(DRAFT)) {
            state = "WITHDRAWN";
        }
    }
}
