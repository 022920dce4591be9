package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.platform.Rows;
import org.jspecify.annotations.Nullable;

/** Reads claims: whole, or as lists show them. */
@ApplicationScoped
class ClaimReadRepository {
    private static final String HEAD = """
            SELECT c.*, CASE WHEN EXISTS (SELECT 1 FROM order_freight_refund f WHERE f.part_id = p.id) THEN 0
                        ELSE p.freight_fen END AS freight_left,
                   c.cause = 'NOT_SENT' AND c.approved_fen IS NULL AND NOT EXISTS (
                       SELECT 1 FROM order_line_way w
                         LEFT JOIN order_claim_line k ON k.claim_id = c.id AND k.line_no = w.line_no
                        WHERE w.part_id = c.part_id AND w.due > coalesce(k.units, 0)) AS whole,
                   p.number AS part_number, p.state AS part_state, o.name_zh AS supplier_zh, o.name_en AS supplier_en,
                   (SELECT coalesce(json_agg(json_build_object('n', l.line_no, 'listing', l.listing_id, 'zh', l.name_zh,
                           'en', l.name_en, 'unit', l.unit, 'quantity', k.quantity, 'units', k.units, 'fen', k.amount_fen,
                           'sale', l.sale_id) ORDER BY l.line_no), '[]')::text
                      FROM order_claim_line k JOIN order_line l ON l.part_id = k.part_id AND l.line_no = k.line_no
                     WHERE k.claim_id = c.id) AS lines,
                   (SELECT coalesce(array_agg(encode(f.sha256, 'hex') ORDER BY f.n), '{}') FROM order_claim_photo f
                     WHERE f.claim_id = c.id) AS photos,
                   (SELECT coalesce(json_agg(json_build_object('state', e.state, 'side', e.side, 'note', e.note,
                           'at', extract(epoch FROM e.at) * 1000) ORDER BY e.seq), '[]')::text
                      FROM order_claim_event e WHERE e.claim_id = c.id) AS events
              FROM order_claim c JOIN order_part p ON p.id = c.part_id JOIN organisation o ON o.id = c.organisation_id\s""";

    Uni<Optional<Claim>> find(SqlClient client, UUID id) {
        return client.preparedQuery(HEAD + "WHERE c.id = $1")
                .execute(Tuple.of(id))
                .map(rows -> all(rows).stream().findFirst());
    }

    /** Whether the claim is about one of the shopper's purchases. */
    Uni<Boolean> isOf(SqlClient client, UUID claim, Shopper shopper) {
        byte @Nullable [] guest = shopper.guestHash();
        return client.preparedQuery("""
                        SELECT EXISTS (SELECT 1 FROM order_claim c JOIN order_purchase u ON u.id = c.purchase_id
                               WHERE c.id = $1 AND (u.account_id = $2 OR u.guest_token_hash = $3)) AS own""")
                .execute(Tuple.tuple()
                        .addUUID(claim)
                        .addUUID(shopper.accountId())
                        .addValue(guest == null ? null : Buffer.buffer(guest).getDelegate()))
                .map(rows -> rows.iterator().next().getBoolean("own"));
    }

    Uni<List<Claim>> ofPurchase(SqlClient client, UUID purchase) {
        return client.preparedQuery(HEAD + "WHERE c.purchase_id = $1 ORDER BY c.id")
                .execute(Tuple.of(purchase))
                .map(ClaimReadRepository::all);
    }

    /** Orders of a claim c of which the reader, $1, acts for every line on the day $2. */
    private static final String ACTED = """
            (c.organisation_id = $1 OR NOT EXISTS (SELECT 1 FROM order_line l
              WHERE l.part_id = c.part_id AND NOT catalogue_acts_for($1, l.listing_id, $2)))""";

    /** A supplier's, and those of wholly mandated orders, newest first; those that wait for its answer, or all. */
    Uni<List<Claim>> ofSupplier(
            SqlClient client, UUID organisation, LocalDate today, boolean waiting, @Nullable UUID before, int limit) {
        String due = waiting
                ? " AND (c.state IN ('ASKED', 'EXCHANGING') OR (c.state = 'RETURNING' AND c.carrier IS NOT NULL))"
                : "";
        return client.preparedQuery(HEAD + "WHERE c.organisation_id = ANY (organisation_acted_for($1, $2))"
                        + " AND ($3::uuid IS NULL OR c.id < $3) AND " + ACTED + due + " ORDER BY c.id DESC LIMIT $4")
                .execute(Tuple.of(organisation, today, before, limit))
                .map(ClaimReadRepository::all);
    }

    /** Whether an organisation acts for every line of the order that a claim is about. */
    Uni<Boolean> actedFor(SqlClient client, UUID organisation, LocalDate today, UUID claim) {
        return client.preparedQuery("SELECT EXISTS (SELECT 1 FROM order_claim c WHERE c.id = $3"
                        + " AND c.organisation_id = ANY (organisation_acted_for($1, $2)) AND " + ACTED + ") AS acts")
                .execute(Tuple.of(organisation, today, claim))
                .map(rows -> rows.iterator().next().getBoolean("acts"));
    }

    /** Those of an area that were ever in dispute; or only those that wait for a decision. */
    Uni<List<Claim>> ofArea(SqlClient client, String areaPrefix, boolean waiting, @Nullable UUID before, int limit) {
        String due = waiting
                ? " AND c.state = 'DISPUTED'"
                : " AND EXISTS (SELECT 1 FROM order_claim_event e WHERE e.claim_id = c.id AND e.state = 'DISPUTED')";
        return client.preparedQuery(HEAD + "WHERE c.county_code LIKE $1 || '%' AND ($2::uuid IS NULL OR c.id < $2)"
                        + due + " ORDER BY c.id DESC LIMIT $3")
                .execute(Tuple.of(areaPrefix, before, limit))
                .map(ClaimReadRepository::all);
    }

    private static List<Claim> all(RowSet<Row> rows) {
        List<Claim> claims = new ArrayList<>();
        rows.forEach(row -> claims.add(claim(row)));
        return claims;
    }

    private static Claim claim(Row row) {
        return new Claim(
                row.getUUID("id"),
                row.getString("number"),
                row.getUUID("purchase_id"),
                row.getUUID("part_id"),
                row.getString("part_number"),
                row.getString("part_state"),
                row.getUUID("organisation_id"),
                row.getString("supplier_zh"),
                row.getString("supplier_en"),
                row.getString("county_code"),
                Claim.Cause.valueOf(row.getString("cause")),
                row.getString("content"),
                row.getBoolean("returnable"),
                Claim.Wish.valueOf(row.getString("wish")),
                Claim.State.valueOf(row.getString("state")),
                row.getLong("asked_fen"),
                row.getLong("approved_fen"),
                row.getLong("freight_fen"),
                row.getLong("freight_left"),
                row.getBoolean("whole"),
                row.getString("goods"),
                row.getString("carrier"),
                row.getString("tracking_number"),
                row.getInteger("answer_hours"),
                row.getInteger("decide_hours"),
                row.getInteger("return_days"),
                Rows.instant(row, "due_at"),
                row.getUUID("account_id"),
                row.getOffsetDateTime("asked_at").toInstant(),
                ClaimJson.lines(row.getString("lines")),
                List.of(row.getArrayOfStrings("photos")),
                ClaimJson.events(row.getString("events")));
    }

    static @Nullable OffsetDateTime utc(@Nullable Instant at) {
        return at == null ? null : PurchaseRepository.utc(at);
    }
}
