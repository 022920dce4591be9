package org.bangxiao.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import org.bangxiao.kernel.Page;
import org.jspecify.annotations.Nullable;

/** A page of the list and, once somebody asked for it, its JSON: written once for all who look while it is shown. */
final class ProductShelf {
    /** What others script against: the fields of one product in the list. */
    record Item(
            UUID id,
            String nameZh,
            String nameEn,
            String countyCode,
            String countyName,
            String category,
            long priceFen,
            String unit,
            String certificateNumber,
            long stock,
            String picture) {
        static Item of(ProductCard card) {
            return new Item(
                    card.id(),
                    card.nameZh(),
                    card.nameEn(),
                    card.countyCode(),
                    card.countyNameZh(),
                    card.category(),
                    card.priceFen(),
                    card.unit(),
                    card.certificateNumber(),
                    card.stock(),
                    card.picture());
        }
    }

    /**
     * @param next  cursor of the following page, null on the last
     * @param total exact up to 10 000, in a search up to 1 000, which stand for more
     * @param shownFor the nearest words that find something, where those asked for find nothing; else absent
     * @param facets   absent unless asked for
     */
    record ProductList(
            List<Item> items,
            @Nullable String next,
            long total,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String shownFor,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Facets facets) {}

    private final Page<ProductCard> page;
    private final @Nullable String shownFor;
    private byte @Nullable [] json;

    ProductShelf(Page<ProductCard> page) {
        this(page, null);
    }

    ProductShelf(Page<ProductCard> page, @Nullable String shownFor) {
        this.page = page;
        this.shownFor = shownFor;
    }

    /** The words whose goods these are, where what was asked for finds nothing; else null. */
    @Nullable
    String shownFor() {
        return shownFor;
    }

    /** The question whose goods these are. */
    ProductQuery shown(ProductQuery asked) {
        return shownFor == null ? asked : asked.asking(shownFor);
    }

    Page<ProductCard> page() {
        return page;
    }

    List<UUID> goods() {
        return page.items().stream().map(ProductCard::id).toList();
    }

    /** The same bytes whoever wrote them, so that two who write at once do no harm. */
    byte[] json(ObjectWriter writer) {
        byte[] written = json;
        if (written == null) {
            written = json(writer, null);
            json = written;
        }
        return written;
    }

    byte[] json(ObjectWriter writer, @Nullable Facets facets) {
        try {
            return writer.writeValueAsBytes(new ProductList(
                    page.items().stream().map(Item::of).toList(), page.next(), page.total(), shownFor, facets));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
