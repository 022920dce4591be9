package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.order.PurchaseList.Item;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/** A buyer's purchases as a list shows them. */
@ApplicationScoped
class PurchaseListRepository {
    Uni<List<Item>> page(Tx tx, Shopper shopper, @Nullable UUID after, int limit) {
        byte @Nullable [] guest = shopper.guestHash();
        return tx.pool()
                .preparedQuery("""
                        SELECT u.id, u.state, u.total_fen, u.placed_at,
                               (SELECT string_agg(l.name_zh, '、' ORDER BY p.number, l.line_no)
                                  FROM order_part p JOIN order_line l ON l.part_id = p.id WHERE p.purchase_id = u.id) AS names
                          FROM order_purchase u
                         WHERE (u.account_id = $1 OR u.guest_token_hash = $2) AND ($3::uuid IS NULL OR u.id < $3)
                         ORDER BY u.id DESC LIMIT $4""")
                .execute(Tuple.tuple()
                        .addUUID(shopper.accountId())
                        .addValue(guest == null ? null : Buffer.buffer(guest).getDelegate())
                        .addUUID(after)
                        .addInteger(limit))
                .map(rows -> {
                    List<Item> items = new ArrayList<>();
                    rows.forEach(row -> items.add(new Item(
                            row.getUUID("id"),
                            row.getString("state"),
                            row.getLong("total_fen"),
                            row.getOffsetDateTime("placed_at").toInstant(),
                            row.getString("names"))));
                    return items;
                });
    }

    Uni<Optional<Bought.Line>> line(SqlClient client, Shopper shopper, UUID part, int lineNo) {
        byte @Nullable [] guest = shopper.guestHash();
        return client.preparedQuery("""
                        SELECT u.id AS purchase_id, p.organisation_id, l.listing_id, l.name_zh, l.name_en,
                               p.state IN ('SHIPPED', 'RECEIVED')
                               AND l.quantity > order_given_up(l.part_id, l.line_no) AS sent
                          FROM order_purchase u JOIN order_part p ON p.purchase_id = u.id JOIN order_line l ON l.part_id = p.id
                         WHERE p.id = $1 AND l.line_no = $2 AND (u.account_id = $3 OR u.guest_token_hash = $4)""")
                .execute(Tuple.of(part, lineNo, shopper.accountId())
                        .addValue(guest == null ? null : Buffer.buffer(guest).getDelegate()))
                .map(rows -> {
                    var all = rows.iterator();
                    if (!all.hasNext()) {
                        return Optional.empty();
                    }
                    var row = all.next();
                    return Optional.of(new Bought.Line(
                            row.getUUID("purchase_id"),
                            part,
                            lineNo,
                            row.getUUID("listing_id"),
                            row.getUUID("organisation_id"),
                            row.getString("name_zh"),
                            row.getString("name_en"),
                            row.getBoolean("sent")));
                });
    }

    Uni<Optional<Bought.Order>> order(SqlClient client, Shopper shopper, UUID part) {
        byte @Nullable [] guest = shopper.guestHash();
        return client.preparedQuery("""
                        SELECT u.id AS purchase_id, p.number, p.organisation_id, p.state IN ('PAID', 'SHIPPED', 'RECEIVED') AS paid,
                               p.total_fen - order_went_back(p.id) AS left_fen
                          FROM order_purchase u JOIN order_part p ON p.purchase_id = u.id
                         WHERE p.id = $1 AND (u.account_id = $2 OR u.guest_token_hash = $3)""")
                .execute(Tuple.of(part, shopper.accountId())
                        .addValue(guest == null ? null : Buffer.buffer(guest).getDelegate()))
                .map(rows -> {
                    for (var row : rows) {
                        return Optional.of(new Bought.Order(
                                row.getUUID("purchase_id"),
                                part,
                                row.getString("number"),
                                row.getUUID("organisation_id"),
                                row.getBoolean("paid"),
                                row.getLong("left_fen")));
                    }
                    return Optional.empty();
                });
    }
}
