package org.bangxiao.catalogue;

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
            long stock) {
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
                    card.stock());
        }
    }

    /**
     * @param next  cursor of the following page, null on the last
     * @param total exact up to 10 000, in a search up to 1 000, which stand for more
     */
    record ProductList(List<Item> items, @Nullable String next, long total) {}

    private final Page<ProductCard> page;
    private byte @Nullable [] json;

    ProductShelf(Page<ProductCard> page) {
        this.page = page;
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
            try {
                written = writer.writeValueAsBytes(
                        new ProductList(page.items().stream().map(Item::of).toList(), page.next(), page.total()));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
            json = written;
        }
        return written;
    }
}
