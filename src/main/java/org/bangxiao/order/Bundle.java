package org.bangxiao.order;

import java.util.UUID;
import org.bangxiao.catalogue.SaleableListing;
import org.bangxiao.catalogue.SendWindow;
import org.jspecify.annotations.Nullable;

/**
 * What of a purchase becomes one order: the goods of one supplier that are sent in the same days. Goods sold in advance
 * never wait for, nor hold up, what is sent at once; each is delivered, paid for delivery and refunded by itself.
 *
 * @param window null for what is sent as usual
 */
record Bundle(UUID organisationId, @Nullable SendWindow window) {
    static Bundle of(SaleableListing goods) {
        return new Bundle(goods.organisationId(), goods.window());
    }
}
