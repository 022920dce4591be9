package org.bangxiao.catalogue;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** What somebody asks of the list in an address, the same for people and programs, as it was typed. */
class ProductQuestion {
    @Parameter(description = "words: Chinese, pinyin, initials or English", example = "金桔")
    @QueryParam("q")
    @Nullable
    String q;

    @Parameter(description = "code of a county or prefecture", example = "450224")
    @QueryParam("county")
    @Nullable
    String county;

    @Parameter(description = "id of the policy pack's category", example = "fruit")
    @QueryParam("category")
    @Nullable
    String category;

    @Parameter(description = "kind of a certificate of others that holds today", example = "green-food")
    @QueryParam("certificate")
    @Nullable
    String certificate;

    @Parameter(description = "lowest price of one unit in fen", example = "2000")
    @QueryParam("priceFrom")
    @Nullable
    String priceFrom;

    @Parameter(description = "highest price of one unit in fen", example = "4999")
    @QueryParam("priceTo")
    @Nullable
    String priceTo;

    @Parameter(description = "true: only what is harvested this month")
    @QueryParam("inSeason")
    @Nullable
    String inSeason;

    @Parameter(description = "true: only what an officer found to lie unsold")
    @QueryParam("needsBuyers")
    @Nullable
    String needsBuyers;

    @Parameter(description = "code of a province: only what is sent there", example = "440000")
    @QueryParam("shipsTo")
    @Nullable
    String shipsTo;

    @Parameter(description = "1 to 12: only what is sold in that month", example = "11")
    @QueryParam("month")
    @Nullable
    String month;

    @Parameter(description = "newest, price-asc, price-desc, season, relevance")
    @QueryParam("sort")
    @Nullable
    String sort;

    @Parameter(description = "next of the page before")
    @QueryParam("cursor")
    @Nullable
    String cursor;

    @Parameter(description = "1 to 200, 24 if absent")
    @QueryParam("size")
    @Nullable
    String size;

    /** What is absent is not asked for; {@code invalid-input} names each parameter that cannot be read. */
    ProductQuery read() {
        return ProductQuery.of(this);
    }
}
