package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Money;
import org.bangxiao.order.Claim.Side;
import org.bangxiao.order.Claim.State;
import org.bangxiao.platform.Rows;
import org.bangxiao.sale.Refunds;
import org.jspecify.annotations.Nullable;

/** Writes claims and their steps. */
@ApplicationScoped
class ClaimRepository {
    /**
     * An order that somebody may ask money back for, locked; receivedAt: null while it has not arrived; freightFen: what of
     * its freight has not gone back; accepted: whether its supplier has said that it will be sent; visit: guests go there,
     * nothing can be sent back.
     */
    record Part(
            UUID id,
            UUID purchaseId,
            UUID organisationId,
            String number,
            String state,
            boolean accepted,
            long freightFen,
            boolean visit,
            @Nullable Instant receivedAt,
            List<PartLine> lines) {}

    /**
     * A line of it.
     *
     * @param paidFen     what the buyer paid for all of it, a coupon's share taken off
     * @param subsidyLeft what a coupon's source gave for it and did not get back
     * @param weightBackFen what was paid back of that for weight that its parcels lacked
     * @param sent        pieces that are in parcels
     * @param due         pieces that still have to be sent
     */
    record PartLine(
            int lineNo,
            UUID listingId,
            String nameZh,
            String nameEn,
            String unit,
            long quantity,
            long priceFen,
            long paidFen,
            long subsidyLeft,
            long weightBackFen,
            UUID saleId,
            long sent,
            long due) {
        /** What so many pieces cost the buyer who asks for them: once all of it was weighed, less what that gave back. */
        long costs(long pieces) {
            return due > 0 || sent == 0 ? paidFor(pieces) : Money.mulDiv(paidFor(sent) - weightBackFen, pieces, sent);
        }

        /** What the buyer paid for so many pieces of it. */
        long paidFor(long pieces) {
            return Money.mulDiv(paidFen, pieces, quantity);
        }

        /** What of it can still go back to the buyer. */
        Refunds.Left paidLeft(Map<UUID, Refunds.Left> sales) {
            Refunds.Left sale = sales.get(saleId);
            return sale == null ? new Refunds.Left(0, 0) : new Refunds.Left(sale.units(), sale.fen() - subsidyLeft);
        }
    }

    /**
     * A step.
     *
     * @param dueAt until when whoever's turn it is then may act; null where it is over
     * @param actor null for the clock and for guests
     */
    record Move(
            UUID claim,
            State from,
            State to,
            Side side,
            @Nullable Actor actor,
            String note,
            @Nullable Instant dueAt,
            Instant now) {}

    /** An order of which a parcel is on its way counts as sent. */
    private static final String HEAD = """
            SELECT p.id, p.purchase_id, p.organisation_id, p.number, p.visit_on IS NOT NULL AS visit,
                   CASE WHEN p.state = 'PAID' AND EXISTS (SELECT 1 FROM order_parcel c WHERE c.part_id = p.id)
                        THEN 'SHIPPED' ELSE p.state END AS state, p.accepted_at IS NOT NULL AS accepted,
                   CASE WHEN EXISTS (SELECT 1 FROM order_freight_refund f WHERE f.part_id = p.id) THEN 0
                        ELSE p.freight_fen END AS freight_left
              FROM order_part p\s""";

    private final OrderConfig config;

    ClaimRepository(OrderConfig config) {
        this.config = config;
    }

    /** The shopper's order with what it was recorded as; empty where it is somebody else's or was never paid. */
    Uni<Optional<Part>> part(SqlConnection connection, UUID id, Shopper shopper, boolean locked) {
        byte @Nullable [] guest = shopper.guestHash();
        Tuple values = Tuple.tuple()
                .addUUID(id)
                .addUUID(shopper.accountId())
                .addValue(guest == null ? null : Buffer.buffer(guest).getDelegate());
        return connection
                .preparedQuery(HEAD + """
                          JOIN order_purchase u ON u.id = p.purchase_id
                         WHERE p.id = $1 AND (u.account_id = $2 OR u.guest_token_hash = $3)""" + (locked ? " FOR UPDATE OF p" : ""))
                .execute(values)
                .chain(heads -> heads.size() == 0
                        ? Uni.createFrom().item(Optional.<Part>empty())
                        : lines(connection, heads.iterator().next()));
    }

    /** Anybody's order, locked; empty where it was never paid. */
    Uni<Optional<Part>> part(SqlConnection tx, UUID id) {
        return tx.preparedQuery(HEAD + "WHERE p.id = $1 FOR UPDATE OF p")
                .execute(Tuple.of(id))
                .chain(heads -> heads.size() == 0
                        ? Uni.createFrom().item(Optional.<Part>empty())
                        : lines(tx, heads.iterator().next()));
    }

    /** What was sent again counts as received as late as what was sent first, where the buyer says nothing. */
    private Uni<Optional<Part>> lines(SqlConnection connection, Row head) {
        UUID id = head.getUUID("id");
        return connection
                .preparedQuery("""
                        SELECT l.line_no, l.listing_id, l.name_zh, l.name_en, l.unit, l.quantity, l.price_fen, l.sale_id, w.sent, w.due,
                               l.amount_fen - l.discount_fen AS paid_fen,
                               l.subsidy_fen - coalesce((SELECT sum(r.amount_fen) FROM order_subsidy_refund r
                                   WHERE r.part_id = l.part_id AND r.line_no = l.line_no), 0)::bigint AS subsidy_left,
                               coalesce((SELECT g.back_fen FROM order_line_weight g WHERE g.part_id = l.part_id
                                   AND g.line_no = l.line_no), 0) AS weight_back,
                               (SELECT greatest(max(e.at), (SELECT max(c.sent_at) + make_interval(days => $2)
                                          FROM order_parcel c WHERE c.part_id = $1 AND c.claim_id IS NOT NULL))
                                  FROM order_event e WHERE e.part_id = l.part_id AND e.state = 'RECEIVED'
                                HAVING max(e.at) IS NOT NULL) AS received
                          FROM order_line l JOIN order_line_way w USING (part_id, line_no)
                         WHERE l.part_id = $1 AND l.sale_id IS NOT NULL ORDER BY l.line_no""")
                .execute(Tuple.of(id, config.receivedAfterDays()))
                .map(rows -> {
                    List<PartLine> lines = new ArrayList<>();
                    Instant received = null;
                    for (Row row : rows) {
                        received = Rows.instant(row, "received");
                        lines.add(new PartLine(
                                row.getInteger("line_no"),
                                row.getUUID("listing_id"),
                                row.getString("name_zh"),
                                row.getString("name_en"),
                                row.getString("unit"),
                                row.getLong("quantity"),
                                row.getLong("price_fen"),
                                row.getLong("paid_fen"),
                                row.getLong("subsidy_left"),
                                row.getLong("weight_back"),
                                row.getUUID("sale_id"),
                                row.getLong("sent"),
                                row.getLong("due")));
                    }
                    return lines.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new Part(
                                    id,
                                    head.getUUID("purchase_id"),
                                    head.getUUID("organisation_id"),
                                    head.getString("number"),
                                    head.getString("state"),
                                    head.getBoolean("accepted"),
                                    head.getLong("freight_left"),
                                    head.getBoolean("visit"),
                                    received,
                                    lines));
                });
    }

    /** The next number of a claim about this order, whose row the caller has locked. */
    Uni<String> nextNumber(SqlConnection tx, UUID part, String partNumber) {
        return tx.preparedQuery("SELECT count(*) + 1 AS n FROM order_claim WHERE part_id = $1")
                .execute(Tuple.of(part))
                .map(rows -> partNumber + "-R" + rows.iterator().next().getLong("n"));
    }

    Uni<Void> insert(SqlConnection tx, Claim claim) {
        return tx.preparedQuery("""
                        INSERT INTO order_claim (id, number, part_id, purchase_id, organisation_id, county_code, cause, content,
                               returnable, state, asked_fen, answer_hours, decide_hours, return_days, due_at, account_id, asked_at,
                               wish)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)""")
                .execute(Tuple.tuple()
                        .addUUID(claim.id())
                        .addString(claim.number())
                        .addUUID(claim.partId())
                        .addUUID(claim.purchaseId())
                        .addUUID(claim.organisationId())
                        .addString(claim.countyCode())
                        .addString(claim.cause().name())
                        .addString(claim.content())
                        .addBoolean(claim.returnable())
                        .addString(claim.state().name())
                        .addLong(claim.askedFen())
                        .addInteger(claim.answerHours())
                        .addInteger(claim.decideHours())
                        .addInteger(claim.returnDays())
                        .addOffsetDateTime(ClaimReadRepository.utc(claim.dueAt()))
                        .addUUID(claim.accountId())
                        .addOffsetDateTime(PurchaseRepository.utc(claim.askedAt()))
                        .addString(claim.wish().name()))
                .chain(() -> insertLines(tx, claim))
                .chain(() -> insertPhotos(tx, claim))
                .chain(() -> event(
                        tx,
                        new Move(
                                claim.id(),
                                claim.state(),
                                claim.state(),
                                Side.BUYER,
                                null,
                                "",
                                claim.dueAt(),
                                claim.askedAt())));
    }

    private static Uni<Void> insertLines(SqlConnection tx, Claim claim) {
        List<Tuple> rows = claim.lines().stream()
                .map(line -> Tuple.tuple()
                        .addUUID(claim.id())
                        .addUUID(claim.partId())
                        .addInteger(line.lineNo())
                        .addLong(line.quantity())
                        .addLong(line.units())
                        .addLong(line.amountFen()))
                .toList();
        return tx.preparedQuery("""
                        INSERT INTO order_claim_line (claim_id, part_id, line_no, quantity, units, amount_fen)
                        VALUES ($1, $2, $3, $4, $5, $6)""").executeBatch(rows).replaceWithVoid();
    }

    private static Uni<Void> insertPhotos(SqlConnection tx, Claim claim) {
        Uni<Void> kept = Uni.createFrom().voidItem();
        for (int i = 0; i < claim.photos().size(); i++) {
            Tuple row = Tuple.tuple()
                    .addUUID(claim.id())
                    .addInteger(i + 1)
                    .addBuffer(
                            Buffer.buffer(HexFormat.of().parseHex(claim.photos().get(i))));
            kept = kept.chain(() -> tx.preparedQuery(
                                    "INSERT INTO order_claim_photo (claim_id, n, sha256) VALUES ($1, $2, $3)")
                            .execute(row))
                    .replaceWithVoid();
        }
        return kept;
    }

    /** Nobody else moves it meanwhile. */
    Uni<Void> lock(SqlConnection tx, UUID claim) {
        return tx.preparedQuery("SELECT 1 FROM order_claim WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(claim))
                .replaceWithVoid();
    }

    /** False where it is not in that state any more: somebody was quicker. */
    Uni<Boolean> move(SqlConnection tx, Move move) {
        return tx.preparedQuery("UPDATE order_claim SET state = $3, due_at = $4 WHERE id = $1 AND state = $2")
                .execute(Tuple.of(
                        move.claim(), move.from().name(), move.to().name(), ClaimReadRepository.utc(move.dueAt())))
                .chain(moved -> moved.rowCount() == 0
                        ? Uni.createFrom().item(false)
                        : event(tx, move).replaceWith(true));
    }

    /** The same into {@code APPROVED}, with what goes back of goods and freight and what becomes of the goods. */
    Uni<Boolean> approve(SqlConnection tx, Move move, long fen, long freightFen, String goods) {
        return tx.preparedQuery("""
                        UPDATE order_claim SET state = 'APPROVED', due_at = NULL, approved_fen = $3, goods = $4, freight_fen = $5
                         WHERE id = $1 AND state = $2""")
                .execute(Tuple.of(move.claim(), move.from().name(), fen, goods, freightFen))
                .chain(moved -> moved.rowCount() == 0
                        ? Uni.createFrom().item(false)
                        : event(tx, move).replaceWith(true));
    }

    /** The goods are on their way back; false where that was said before, or nobody asked for it. */
    Uni<Boolean> sentBack(SqlConnection tx, Move move, String carrier, String trackingNumber) {
        return tx.preparedQuery("""
                        UPDATE order_claim SET due_at = $2, carrier = $3, tracking_number = $4
                         WHERE id = $1 AND state = 'RETURNING' AND carrier IS NULL""")
                .execute(Tuple.of(move.claim(), ClaimReadRepository.utc(move.dueAt()), carrier, trackingNumber))
                .chain(moved -> moved.rowCount() == 0
                        ? Uni.createFrom().item(false)
                        : event(tx, move).replaceWith(true));
    }

    /** Open claims whose term is over, each locked so that nobody else moves it. */
    Uni<List<UUID>> overdue(SqlConnection tx, Instant now, int limit) {
        return tx.preparedQuery("""
                        SELECT id FROM order_claim WHERE state IN ('ASKED', 'RETURNING') AND due_at < $1
                         ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED""")
                .execute(Tuple.of(PurchaseRepository.utc(now), limit))
                .map(rows -> {
                    List<UUID> ids = new ArrayList<>();
                    rows.forEach(row -> ids.add(row.getUUID("id")));
                    return ids;
                });
    }

    /** An open claim about an order. */
    record Open(UUID claim, State state) {}

    Uni<Optional<Open>> openOf(SqlConnection tx, UUID part) {
        return tx.preparedQuery("""
                        SELECT id, state FROM order_claim WHERE part_id = $1
                           AND state IN ('ASKED', 'RETURNING', 'DISPUTED')""")
                .execute(Tuple.of(part))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(new Open(
                                rows.iterator().next().getUUID("id"),
                                State.valueOf(rows.iterator().next().getString("state")))));
    }

    /** Nothing of it will be sent any more: it is cancelled, or on its way where a parcel is; one that was sent stays. */
    Uni<Void> cancelUnsent(SqlConnection tx, UUID part, @Nullable UUID actor, Instant now) {
        return end(tx, "state = 'PAID'", part, actor, now);
    }

    /**
     * Where nothing is due any more, because what was missing is paid back or the rest was given up: then it is on its
     * way, or cancelled where it never was.
     */
    Uni<Void> nothingDue(SqlConnection tx, UUID part, @Nullable UUID actor, Instant now) {
        return end(
                tx,
                "state = 'PAID' AND NOT EXISTS (SELECT 1 FROM order_line_way w WHERE w.part_id = $1 AND w.due > 0)",
                part,
                actor,
                now);
    }

    private static Uni<Void> end(SqlConnection tx, String where, UUID part, @Nullable UUID actor, Instant now) {
        return tx.preparedQuery("""
                        WITH moved AS (UPDATE order_part SET state = CASE
                                              WHEN EXISTS (SELECT 1 FROM order_parcel c WHERE c.part_id = $1) THEN 'SHIPPED'
                                              ELSE 'CANCELLED' END
                                        WHERE id = $1 AND %s RETURNING id, state)
                        INSERT INTO order_event (part_id, seq, state, actor, at)
                        SELECT m.id, (SELECT max(seq) + 1 FROM order_event e WHERE e.part_id = m.id), m.state, $2, $3
                          FROM moved m""".formatted(where))
                .execute(Tuple.of(part, actor, PurchaseRepository.utc(now)))
                .replaceWithVoid();
    }

    static Uni<Void> event(SqlConnection tx, Move move) {
        Actor actor = move.actor();
        return tx.preparedQuery("""
                        INSERT INTO order_claim_event (claim_id, seq, state, side, account_id, person_id, note, at)
                        SELECT $1, coalesce(max(seq), 0) + 1, $2, $3, $4, $5, $6, $7 FROM order_claim_event WHERE claim_id = $1""")
                .execute(Tuple.tuple()
                        .addUUID(move.claim())
                        .addString(move.to().name())
                        .addString(move.side().name())
                        .addUUID(actor == null ? null : actor.accountId())
                        .addUUID(actor == null ? null : actor.personId())
                        .addString(move.note())
                        .addOffsetDateTime(PurchaseRepository.utc(move.now())))
                .replaceWithVoid();
    }
}
