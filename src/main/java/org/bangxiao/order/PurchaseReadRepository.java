package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.catalogue.SendWindow;
import org.bangxiao.catalogue.Visit;
import org.jspecify.annotations.Nullable;

/** Reads a purchase for its buyer. */
@ApplicationScoped
class PurchaseReadRepository {
    private static final String VIEW = """
                        SELECT u.account_id IS NULL AS guest,
                               u.state, u.total_fen, u.coupon_zh, u.coupon_en, u.discount_fen, u.placed_at, u.holds_until,
                               u.paid_at, u.receiver_masked,
                               p.id AS part_id, p.number, p.state AS part_state, p.organisation_id, p.total_fen AS part_total,
                               p.freight_fen, p.send_from, p.send_to, p.visit_on, p.cancel_until,
                               p.accepted_at IS NOT NULL AS accepted,
                               %s, l.listing_id, l.name_zh, l.name_en, l.unit, l.quantity, l.price_fen, l.list_price_fen,
                               order_given_up(l.part_id, l.line_no) AS given_up,
                               l.amount_fen, l.discount_fen AS line_discount, l.sale_id,
                               w.ordered_grams, w.packed_grams, w.missing_grams, w.back_fen,
                               l.households_fen - coalesce((SELECT sum(r.floor_fen + r.dividend_fen)
                                   FROM sale_refund r WHERE r.sale_id = l.sale_id), 0)::bigint AS households_fen
                          FROM order_purchase u JOIN order_part p ON p.purchase_id = u.id JOIN order_line l ON l.part_id = p.id
                          LEFT JOIN order_line_weight w ON w.part_id = l.part_id AND w.line_no = l.line_no
                         WHERE u.id = $1 AND %s
                         ORDER BY p.number, l.line_no""";

    /** The purchase as its buyer sees it, without names of suppliers; empty where it is somebody else's. */
    Uni<Optional<PurchaseView>> view(SqlClient client, UUID id, Shopper shopper) {
        byte @Nullable [] guest = shopper.guestHash();
        return client.preparedQuery(
                        VIEW.formatted(ShippingRepository.PARCELS, "(u.account_id = $2 OR u.guest_token_hash = $3)"))
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addUUID(shopper.accountId())
                        .addValue(guest == null ? null : Buffer.buffer(guest).getDelegate()))
                .map(rows -> purchase(id, rows));
    }

    /** The same of a purchase that no account owns, whoever asks. */
    Uni<Optional<PurchaseView>> ofGuest(SqlClient client, UUID id) {
        return client.preparedQuery(VIEW.formatted(ShippingRepository.PARCELS, "u.account_id IS NULL"))
                .execute(Tuple.of(id))
                .map(rows -> purchase(id, rows));
    }

    private static Optional<PurchaseView> purchase(UUID id, RowSet<Row> rows) {
        Map<UUID, PurchaseView.Part> parts = new LinkedHashMap<>();
        Row head = null;
        long households = 0;
        for (Row row : rows) {
            head = row;
            households += row.getLong("households_fen");
            parts.computeIfAbsent(row.getUUID("part_id"), part -> part(part, row))
                    .lines()
                    .add(line(row));
        }
        if (head == null) {
            return Optional.empty();
        }
        OffsetDateTime paid = head.getOffsetDateTime("paid_at");
        return Optional.of(new PurchaseView(
                id,
                head.getBoolean("guest"),
                head.getString("state"),
                head.getLong("total_fen"),
                head.getString("coupon_zh"),
                head.getString("coupon_en"),
                head.getLong("discount_fen"),
                head.getOffsetDateTime("placed_at").toInstant(),
                head.getOffsetDateTime("holds_until").toInstant(),
                paid == null ? null : paid.toInstant(),
                head.getString("receiver_masked"),
                null,
                households,
                0,
                0,
                List.copyOf(parts.values())));
    }

    private static PurchaseView.Part part(UUID id, Row row) {
        return new PurchaseView.Part(
                id,
                row.getString("number"),
                row.getString("part_state"),
                row.getUUID("organisation_id"),
                "",
                "",
                row.getLong("part_total"),
                row.getLong("freight_fen"),
                SendWindow.of(row.getLocalDate("send_from"), row.getLocalDate("send_to")),
                row.getBoolean("accepted"),
                Visit.of(row.getLocalDate("visit_on"), row.getOffsetDateTime("cancel_until")),
                null,
                Parcel.read(row.getString("parcels")),
                new ArrayList<>());
    }

    private static PurchaseView.Line line(Row row) {
        return new PurchaseView.Line(
                row.getUUID("listing_id"),
                row.getString("name_zh"),
                row.getString("name_en"),
                row.getString("unit"),
                row.getLong("quantity"),
                row.getLong("given_up"),
                row.getLong("price_fen"),
                row.getLong("list_price_fen"),
                row.getLong("amount_fen"),
                row.getLong("line_discount"),
                row.getUUID("sale_id"),
                row.getLong("households_fen"),
                PartWeightRepository.weight(row));
    }
}
