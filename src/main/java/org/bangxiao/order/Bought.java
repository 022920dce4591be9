package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Tells rooms above which line of an order somebody bought. */
@ApplicationScoped
public class Bought {
    private final PurchaseListRepository purchases;

    Bought(PurchaseListRepository purchases) {
        this.purchases = purchases;
    }

    /**
     * A line that is the asker's own.
     *
     * @param sent true from the day its supplier handed it to a carrier
     */
    public record Line(
            UUID purchaseId,
            UUID partId,
            int lineNo,
            UUID listingId,
            UUID organisationId,
            String nameZh,
            String nameEn,
            boolean sent) {}

    /** The line where the shopper bought it; empty where it is anybody else's. */
    public Uni<Optional<Line>> line(SqlClient client, Shopper shopper, UUID part, int lineNo) {
        return purchases.line(client, shopper, part, lineNo);
    }

    /**
     * An order that is the asker's own.
     *
     * @param paid    false before it was paid, and once an office stopped it
     * @param leftFen what was paid of it and did not go back
     */
    public record Order(UUID purchaseId, UUID partId, String number, UUID organisationId, boolean paid, long leftFen) {}

    /** The order where the shopper bought it; empty where it is anybody else's. */
    public Uni<Optional<Order>> order(SqlClient client, Shopper shopper, UUID part) {
        return purchases.order(client, shopper, part);
    }
}
