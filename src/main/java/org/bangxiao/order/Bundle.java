package org.bangxiao.order;

import java.time.LocalDate;
import java.util.UUID;
import org.bangxiao.catalogue.SaleableListing;
import org.bangxiao.catalogue.SendWindow;
import org.bangxiao.catalogue.Visit;
import org.jspecify.annotations.Nullable;

/**
 * What of a purchase becomes one order: the goods of one supplier that are sent in the same days. Goods sold in advance
 * never wait for, nor hold up, what is sent at once; each is delivered, paid for delivery and refunded by itself. So are
 * the services of one supplier for one day that are cancelled on the same terms.
 *
 * @param window null for what is sent as usual
 * @param visit  null for what is sent
 */
record Bundle(
        UUID organisationId,
        @Nullable SendWindow window,
        @Nullable Visit visit) {
    /** @param day the one that was chosen; null for goods */
    static Bundle of(SaleableListing goods, @Nullable LocalDate day) {
        return new Bundle(goods.organisationId(), goods.window(), goods.visit(day));
    }

    /** Whether a carrier takes it anywhere. */
    boolean sent() {
        return visit == null;
    }
}
