package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells rooms above which line of an order somebody bought. */
@ApplicationScoped
public class Bought {
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
        byte[] guest = new Shopper(account, guestSecret).guestHash();
        return client.preparedQuery("""
                        SELECT u.id AS purchase_id, p.organisation_id, p.state, l.listing_id, l.name_zh, l.name_en
                          FROM order_purchase u JOIN order_part p ON p.purchase_id = u.id JOIN order_line l ON l.part_id = p.id
                         WHERE p.id = $1 AND l.line_no = $2 AND (u.account_id = $3 OR u.guest_token_hash = $4)""")
                .execute(Tuple.of(part, lineNo, account)
                        .addValue(guest == null ? null : Buffer.buffer(guest).getDelegate()))
                .map(rows -> {
                    var all = rows.iterator();
                    if (!all.hasNext()) {
                        return Optional.empty();
                    }
                    var row = all.next();
                    String state = row.getString("state");
                    return Optional.of(new Line(
                            row.getUUID("purchase_id"),
                            part,
                            lineNo,
                            row.getUUID("listing_id"),
                            row.getUUID("organisation_id"),
                            row.getString("name_zh"),
                            row.getString("name_en"),
                            state.equals("SHIPPED") || state.equals("RECEIVED")));
                });
    }
}
