package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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

    /** The line where the account, or the guest of this secret, bought it; empty where it is anybody else's. */
    public Uni<Optional<Line>> line(
            SqlClient client, @Nullable UUID account, @Nullable String guestSecret, UUID part, int lineNo) {
        return purchases.line(client, new Shopper(account, guestSecret), part, lineNo);
    }
}
