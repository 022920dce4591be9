package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.catalogue.SendWindow;
import org.bangxiao.catalogue.Visit;
import org.jspecify.annotations.Nullable;

/** The supplier's side of orders. */
@ApplicationScoped
class ShippingRepository {
    /** The parcels of a part p, for {@link Parcel#read}. */
    static final String PARCELS = """
            (SELECT coalesce(json_agg(json_build_object('carrier', c.carrier, 'number', c.tracking_number,
                        'at', extract(epoch FROM c.sent_at) * 1000, 'again', c.claim_id IS NOT NULL,
                        'items', (SELECT json_agg(json_build_object('n', k.line_no, 'zh', n.name_zh, 'en', n.name_en,
                                         'quantity', k.quantity) ORDER BY k.line_no)
                                    FROM (SELECT b.part_id, b.line_no, b.quantity FROM order_parcel_line b WHERE b.parcel_id = c.id
                                          UNION ALL
                                          SELECT r.part_id, r.line_no, r.quantity FROM order_claim_line r WHERE r.claim_id = c.claim_id) k
                                    JOIN order_line n USING (part_id, line_no))) ORDER BY c.sent_at, c.id), '[]')::text
               FROM order_parcel c WHERE c.part_id = p.id) AS parcels""";

    /** Lines that the reader, $1, acts for on the day $2: all of an own part, of another's those under its mandates. */
    private static final String ACTED = "(p.organisation_id = $1 OR catalogue_acts_for($1, l.listing_id, $2))";

    /** Parts p with a line that the reader acts for. */
    private static final String READABLE = """
            p.organisation_id = ANY (organisation_acted_for($1, $2))
            AND (p.organisation_id = $1 OR EXISTS (
                 SELECT 1 FROM order_line l WHERE l.part_id = p.id AND catalogue_acts_for($1, l.listing_id, $2)))
            AND p.state IN ('PAID','SHIPPED','RECEIVED')""";

    /** Sold in advance, and not to be sent on the day $2 yet. */
    private static final String LATER =
            "(p.send_from IS NOT NULL AND p.send_from - " + SupplierOrder.DAYS_ON_THE_WAY + " > $2)";

    private static final String ORDERS = """
            SELECT p.id, p.purchase_id, p.organisation_id, p.number, p.state, p.accepted_at, u.placed_at, u.receiver_cipher,
                   u.receiver_masked, p.send_from, p.send_to, p.visit_on, p.cancel_until, p.freight_fen,
                   own.total_fen, own.discount_fen, own.subsidy_fen, own.lines, own.whole, %s
              FROM (SELECT * FROM order_part p WHERE %s AND %s) p
              JOIN order_purchase u ON u.id = p.purchase_id
             CROSS JOIN LATERAL (
                   SELECT sum(l.amount_fen) FILTER (WHERE %4$s)::bigint AS total_fen, bool_and(%4$s) AS whole,
                          sum(l.discount_fen - l.subsidy_fen) FILTER (WHERE %4$s)::bigint AS discount_fen,
                          sum(l.subsidy_fen) FILTER (WHERE %4$s)::bigint AS subsidy_fen,
                          (json_agg(json_build_object('n', l.line_no, 'zh', l.name_zh, 'en', l.name_en, 'unit', l.unit,
                                   'quantity', l.quantity, 'fen', l.amount_fen, 'sent', w.sent, 'due', w.due,
                                   'grams', l.unit_grams,
                                   'packed', coalesce(g.packed_grams, 0), 'back', coalesce(g.back_fen, 0))
                                   ORDER BY l.line_no) FILTER (WHERE %4$s))::text AS lines
                     FROM order_line l JOIN order_line_way w USING (part_id, line_no)
                     LEFT JOIN order_line_weight g USING (part_id, line_no) WHERE l.part_id = p.id) own
             ORDER BY %5$s""";

    /** An order with whom it goes to, sealed. */
    record Stored(SupplierOrder order, UUID purchaseId, UUID organisationId, Buffer receiverCipher) {}

    /**
     * An order that is about to be sent, locked.
     *
     * @param unitGrams by line number what one weighs of those that are sold by weight
     */
    record Due(
            UUID purchaseId,
            String state,
            boolean whole,
            int parcels,
            @Nullable SendWindow window,
            boolean visit,
            List<Shipment.Piece> pieces,
            Map<Integer, Long> unitGrams) {}

    /** Those of one view: where something has to be done the oldest first, else the newest. */
    Uni<List<Stored>> page(
            SqlConnection connection,
            UUID organisation,
            LocalDate today,
            Shipping.View view,
            String words,
            @Nullable String after,
            int limit) {
        // The numbers of a day follow no order; the ids do.
        String order = switch (view) {
            case ACCEPT, SEND -> "p.id ASC";
            case LATER -> "p.send_from, p.id";
            case VISIT -> "p.visit_on, p.id";
            case SENT, DONE, ALL -> "p.number DESC";
        };
        String beyond = switch (view) {
            case ACCEPT, SEND -> "p.id > $4::text::uuid";
            case LATER ->
                "(p.send_from, p.id) > (SELECT c.send_from, c.id FROM order_part c WHERE c.id = $4::text::uuid)";
            case VISIT ->
                "(p.visit_on, p.id) > (SELECT c.visit_on, c.id FROM order_part c WHERE c.id = $4::text::uuid)";
            case SENT, DONE, ALL -> "p.number < $4";
        };
        String filter = of(view) + " AND ($3 = '' OR strpos(lower(p.number), lower($3)) > 0)"
                + " AND ($4::text IS NULL OR "
                + beyond
                + ") ORDER BY " + order + " LIMIT $5";
        return connection
                .preparedQuery(orders(filter, order))
                .execute(Tuple.of(organisation, today, words, after, limit))
                .map(ShippingRepository::all);
    }

    /** Those of the orders that the reader acts for. */
    Uni<List<Stored>> find(SqlConnection connection, UUID organisation, LocalDate today, Collection<UUID> parts) {
        return connection
                .preparedQuery(orders("p.id = ANY ($3)", "p.id"))
                .execute(Tuple.of(organisation, today, parts.toArray(new UUID[0])))
                .map(ShippingRepository::all);
    }

    /** How many wait for each of the first four views. */
    Uni<List<Long>> waiting(SqlConnection connection, UUID organisation, LocalDate today) {
        return connection
                .preparedQuery("""
                        SELECT count(*) FILTER (WHERE p.accepted_at IS NULL AND p.visit_on IS NULL) AS accept,
                               count(*) FILTER (WHERE p.accepted_at IS NOT NULL AND p.visit_on IS NULL AND NOT %1$s) AS send,
                               count(*) FILTER (WHERE p.accepted_at IS NOT NULL AND %1$s) AS later,
                               count(*) FILTER (WHERE p.visit_on IS NOT NULL) AS visit
                          FROM order_part p WHERE p.state = 'PAID' AND %2$s""".formatted(LATER, READABLE))
                .execute(Tuple.of(organisation, today))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return List.of(
                            row.getLong("accept"), row.getLong("send"), row.getLong("later"), row.getLong("visit"));
                });
    }

    private static String of(Shipping.View view) {
        return switch (view) {
            case ACCEPT -> "p.state = 'PAID' AND p.accepted_at IS NULL AND p.visit_on IS NULL";
            case SEND -> "p.state = 'PAID' AND p.accepted_at IS NOT NULL AND p.visit_on IS NULL AND NOT " + LATER;
            case LATER -> "p.state = 'PAID' AND p.accepted_at IS NOT NULL AND " + LATER;
            case VISIT -> "p.state = 'PAID' AND p.visit_on IS NOT NULL";
            case SENT -> "p.state = 'SHIPPED'";
            case DONE -> "p.state = 'RECEIVED'";
            case ALL -> "true";
        };
    }

    private static String orders(String filter, String order) {
        return ORDERS.formatted(PARCELS, READABLE, filter, ACTED, order);
    }

    /** A part that the reader acts for some line of; empty for everybody else's. */
    Uni<Optional<Due>> due(SqlConnection tx, UUID organisation, LocalDate today, UUID part) {
        return tx.preparedQuery("SELECT 1 FROM order_part WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(part))
                .chain(() -> tx.preparedQuery("""
                                SELECT p.purchase_id, p.state, p.send_from, p.send_to, p.visit_on, bool_and(%1$s) AS whole,
                                       (SELECT count(*)::int FROM order_parcel c WHERE c.part_id = p.id) AS parcels,
                                       array_agg(w.line_no ORDER BY w.line_no) FILTER (WHERE w.due > 0) AS lines,
                                       array_agg(w.due ORDER BY w.line_no) FILTER (WHERE w.due > 0) AS due,
                                       array_agg(l.unit_grams ORDER BY w.line_no) FILTER (WHERE w.due > 0) AS grams
                                  FROM order_part p JOIN order_line l ON l.part_id = p.id
                                  JOIN order_line_way w ON w.part_id = l.part_id AND w.line_no = l.line_no
                                 WHERE p.id = $3 AND p.organisation_id = ANY (organisation_acted_for($1, $2))
                                 GROUP BY p.id HAVING bool_or(%1$s)""".formatted(ACTED)).execute(Tuple.of(organisation, today, part)))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(due(rows.iterator().next())));
    }

    private static Due due(Row row) {
        Integer[] lines = row.getArrayOfIntegers("lines");
        Long[] due = row.getArrayOfLongs("due");
        Long[] grams = row.getArrayOfLongs("grams");
        List<Shipment.Piece> pieces = new ArrayList<>();
        Map<Integer, Long> unitGrams = new HashMap<>();
        for (int i = 0; lines != null && i < lines.length; i++) {
            pieces.add(new Shipment.Piece(lines[i], due[i], null));
            if (grams[i] != null) {
                unitGrams.put(lines[i], grams[i]);
            }
        }
        return new Due(
                row.getUUID("purchase_id"),
                row.getString("state"),
                row.getBoolean("whole"),
                row.getInteger("parcels"),
                window(row),
                row.getLocalDate("visit_on") != null,
                pieces,
                unitGrams);
    }

    /** Of paid orders; those that were accepted before stay as they are. Answers those that were not. */
    Uni<List<UUID>> accept(SqlConnection tx, Collection<UUID> parts, UUID actor, Instant now) {
        return tx.preparedQuery("""
                        WITH due AS (SELECT id FROM order_part WHERE id = ANY ($1) ORDER BY id FOR UPDATE),
                             moved AS (UPDATE order_part p SET accepted_at = $3 FROM due
                                        WHERE p.id = due.id AND p.state = 'PAID' AND p.accepted_at IS NULL
                                          AND p.visit_on IS NULL RETURNING p.id)
                        INSERT INTO order_event (part_id, seq, state, actor, at)
                        SELECT m.id, (SELECT max(seq) + 1 FROM order_event e WHERE e.part_id = m.id), 'ACCEPTED', $2, $3
                          FROM moved m
                        RETURNING part_id""")
                .execute(Tuple.of(parts.toArray(new UUID[0]), actor, PurchaseRepository.utc(now)))
                .map(rows -> {
                    List<UUID> accepted = new ArrayList<>();
                    rows.forEach(row -> accepted.add(row.getUUID("part_id")));
                    return accepted;
                });
    }

    /** The parcel, and how far the order is with it. */
    Uni<Void> ship(
            SqlConnection tx,
            UUID parcel,
            UUID part,
            Shipment shipment,
            List<Shipment.Piece> pieces,
            UUID actor,
            Instant now) {
        return tx.preparedQuery("""
                        WITH parcel AS (INSERT INTO order_parcel (id, part_id, carrier, tracking_number, sent_by, sent_at)
                                        VALUES ($1, $2, $3, $4, $5, $6))
                        INSERT INTO order_parcel_line (parcel_id, part_id, line_no, quantity, grams)
                        SELECT $1, $2, w.line_no, w.quantity, w.grams
                          FROM unnest($7::int[], $8::bigint[], $9::bigint[]) AS w (line_no, quantity, grams)""")
                .execute(Tuple.tuple()
                        .addUUID(parcel)
                        .addUUID(part)
                        .addString(shipment.carrier())
                        .addString(shipment.trackingNumber())
                        .addUUID(actor)
                        .addOffsetDateTime(PurchaseRepository.utc(now))
                        .addArrayOfInteger(
                                pieces.stream().map(Shipment.Piece::lineNo).toArray(Integer[]::new))
                        .addArrayOfLong(
                                pieces.stream().map(Shipment.Piece::quantity).toArray(Long[]::new))
                        .addArrayOfLong(
                                pieces.stream().map(Shipment.Piece::grams).toArray(Long[]::new)))
                .chain(() -> tx.preparedQuery("""
                                WITH moved AS (
                                    UPDATE order_part SET accepted_at = coalesce(accepted_at, $3),
                                           state = CASE WHEN EXISTS (SELECT 1 FROM order_line_way WHERE part_id = $1 AND due > 0)
                                                        THEN 'PAID' ELSE 'SHIPPED' END
                                     WHERE id = $1 RETURNING id, state)
                                INSERT INTO order_event (part_id, seq, state, actor, at)
                                SELECT m.id, (SELECT max(seq) + 1 FROM order_event e WHERE e.part_id = m.id),
                                       CASE m.state WHEN 'PAID' THEN 'PARCEL' ELSE 'SHIPPED' END, $2, $3
                                  FROM moved m""").execute(Tuple.of(part, actor, PurchaseRepository.utc(now))))
                .replaceWithVoid();
    }

    private static List<Stored> all(RowSet<Row> rows) {
        List<Stored> orders = new ArrayList<>();
        rows.forEach(row -> orders.add(new Stored(
                order(row),
                row.getUUID("purchase_id"),
                row.getUUID("organisation_id"),
                Buffer.buffer(row.getBuffer("receiver_cipher").getBytes()))));
        return orders;
    }

    private static SupplierOrder order(Row row) {
        boolean whole = row.getBoolean("whole");
        long freight = whole ? row.getLong("freight_fen") : 0;
        String state = row.getString("state");
        // Of an order with goods that the reader has no mandate for, parcels would tell which.
        List<Parcel> parcels = whole ? Parcel.read(row.getString("parcels")) : List.of();
        Visit visit = Visit.of(row.getLocalDate("visit_on"), row.getOffsetDateTime("cancel_until"));
        String stage = visit != null
                ? state.equals("PAID") ? "VISIT" : "VISITED"
                : !state.equals("PAID")
                        ? state
                        : !parcels.isEmpty()
                                ? "PARTLY"
                                : row.getOffsetDateTime("accepted_at") == null ? "ACCEPT" : "SEND";
        return new SupplierOrder(
                row.getUUID("id"),
                row.getString("number"),
                stage,
                row.getOffsetDateTime("placed_at").toInstant(),
                whole ? row.getString("receiver_masked") : "",
                Math.addExact(row.getLong("total_fen"), freight) - row.getLong("discount_fen"),
                freight,
                row.getLong("discount_fen"),
                row.getLong("subsidy_fen"),
                whole,
                window(row),
                visit,
                lines(row.getString("lines")),
                parcels);
    }

    private static @Nullable SendWindow window(Row row) {
        return SendWindow.of(row.getLocalDate("send_from"), row.getLocalDate("send_to"));
    }

    private static List<SupplierOrder.Line> lines(String json) {
        return new JsonArray(json)
                .stream()
                        .map(JsonObject.class::cast)
                        .map(line -> new SupplierOrder.Line(
                                line.getInteger("n"),
                                line.getString("zh"),
                                line.getString("en"),
                                line.getString("unit"),
                                line.getLong("quantity"),
                                line.getLong("fen"),
                                line.getLong("sent"),
                                line.getLong("due"),
                                line.getLong("grams"),
                                line.getLong("packed"),
                                line.getLong("back")))
                        .toList();
    }
}
