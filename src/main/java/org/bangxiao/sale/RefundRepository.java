package org.bangxiao.sale;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.bangxiao.household.Split;
import org.bangxiao.ledger.AccountKey;

/** Reads what is left of sales and writes refunds; locks in one order, so that two refunds never wait in a ring. */
@ApplicationScoped
class RefundRepository {
    private static final String LEFT = """
            SELECT s.id, s.product_id, s.organisation_id, s.agreement_id, a.link_id, s.source, s.month, s.status, s.tx_id,
                   s.quantity - coalesce(r.units, 0) AS units, s.fee_fen - coalesce(r.fee, 0) AS fee,
                   s.floor_fen - coalesce(r.floor, 0) AS floor, s.dividend_fen - coalesce(r.dividend, 0) AS dividend,
                   s.supplier_fen - coalesce(r.supplier, 0) AS supplier, s.shortfall_fen - coalesce(r.shortfall, 0) AS shortfall
              FROM sale s JOIN household_agreement a ON a.id = s.agreement_id
              LEFT JOIN LATERAL (SELECT sum(units)::bigint AS units, sum(fee_fen)::bigint AS fee, sum(floor_fen)::bigint AS floor,
                        sum(dividend_fen)::bigint AS dividend, sum(supplier_fen)::bigint AS supplier,
                        sum(shortfall_fen)::bigint AS shortfall FROM sale_refund WHERE sale_id = s.id) r ON true
             WHERE s.id = ANY ($1)""";

    /** Locks the sales first and reads what is left of them afterwards, with everything that was refunded meanwhile. */
    Uni<Map<UUID, RefundableSale>> lockSales(SqlConnection tx, Set<UUID> ids) {
        return tx.preparedQuery("SELECT id FROM sale WHERE id = ANY ($1) ORDER BY id FOR UPDATE")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .chain(() -> sales(tx, ids));
    }

    Uni<Map<UUID, RefundableSale>> sales(SqlConnection connection, Set<UUID> ids) {
        return connection
                .preparedQuery(LEFT)
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, RefundableSale> sales = new HashMap<>();
                    rows.forEach(row -> sales.put(row.getUUID("id"), sale(row)));
                    return sales;
                });
    }

    /** Those of the drafts that are in the books, by their names. */
    Uni<Map<String, RecordedRefund>> recorded(SqlConnection connection, List<RefundDraft> drafts) {
        return connection
                .preparedQuery("""
                        SELECT r.* FROM unnest($1::text[], $2::text[]) AS w(source, id)
                          JOIN sale_refund r ON r.source = w.source AND r.external_id = w.id""")
                .execute(Tuple.tuple()
                        .addArrayOfString(
                                drafts.stream().map(RefundDraft::source).toArray(String[]::new))
                        .addArrayOfString(
                                drafts.stream().map(RefundDraft::externalId).toArray(String[]::new)))
                .map(rows -> {
                    Map<String, RecordedRefund> known = new HashMap<>();
                    for (Row row : rows) {
                        RefundDraft draft = new RefundDraft(
                                row.getString("source"),
                                row.getString("external_id"),
                                row.getUUID("sale_id"),
                                row.getLong("units"),
                                row.getLong("amount_fen"));
                        Split split =
                                split(row, "fee_fen", "floor_fen", "dividend_fen", "supplier_fen", "shortfall_fen");
                        known.put(
                                Refunds.name(draft),
                                new RecordedRefund(row.getUUID("id"), draft, split, row.getLong("tx_id")));
                    }
                    return known;
                });
    }

    Uni<Void> giveCapacityBack(SqlConnection tx, List<RefundDraft> drafts, Map<UUID, RefundableSale> sales) {
        List<RefundDraft> ofUnits =
                drafts.stream().filter(draft -> draft.units() > 0).toList();
        if (ofUnits.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Function<RefundDraft, RefundableSale> sale = draft -> Objects.requireNonNull(sales.get(draft.saleId()));
        return tx.preparedQuery("""
                        WITH w AS (SELECT product, year, sum(units)::bigint AS units
                                     FROM unnest($1::uuid[], $2::int[], $3::bigint[]) AS u(product, year, units) GROUP BY 1, 2),
                             c AS MATERIALIZED (SELECT c.product_id, c.year, w.units FROM sale_capacity c
                                     JOIN w ON w.product = c.product_id AND w.year = c.year ORDER BY 1, 2 FOR UPDATE OF c)
                        UPDATE sale_capacity k SET used_units = k.used_units - c.units
                          FROM c WHERE k.product_id = c.product_id AND k.year = c.year""")
                .execute(Tuple.tuple()
                        .addArrayOfUUID(ofUnits.stream()
                                .map(draft -> sale.apply(draft).productId())
                                .toArray(UUID[]::new))
                        .addArrayOfInteger(ofUnits.stream()
                                .map(draft -> sale.apply(draft).month() / 100)
                                .toArray(Integer[]::new))
                        .addArrayOfLong(longs(ofUnits, RefundDraft::units)))
                .replaceWithVoid();
    }

    /** The pools that the sales accrued to; locked against a run that is being prepared. */
    Uni<Map<PoolKey, RefundLegs.Pool>> pools(SqlConnection tx, Collection<RefundableSale> sales, boolean locked) {
        return tx.preparedQuery("""
                        SELECT p.id, p.agreement_id, p.month, p.leg, p.basis, p.account_id, p.frozen_fen FROM sale_pool p
                         WHERE (p.agreement_id, p.month, p.basis) IN
                               (SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[])) ORDER BY p.id""" + (locked ? " FOR UPDATE" : ""))
                .execute(Tuple.tuple()
                        .addArrayOfUUID(
                                sales.stream().map(RefundableSale::agreementId).toArray(UUID[]::new))
                        .addArrayOfInteger(
                                sales.stream().map(RefundableSale::month).toArray(Integer[]::new))
                        .addArrayOfString(sales.stream()
                                .map(sale ->
                                        sale.pool(PoolKey.Leg.FLOOR).basis().name())
                                .toArray(String[]::new)))
                .map(rows -> {
                    Map<PoolKey, RefundLegs.Pool> pools = new HashMap<>();
                    rows.forEach(row -> pools.put(
                            new PoolKey(
                                    row.getUUID("agreement_id"),
                                    row.getInteger("month"),
                                    PoolKey.Leg.valueOf(row.getString("leg")),
                                    PoolKey.Basis.valueOf(row.getString("basis"))),
                            new RefundLegs.Pool(
                                    row.getLong("id"), row.getLong("account_id"), row.getLong("frozen_fen"))));
                    return pools;
                });
    }

    /** Floors that the province's suppliers owe for confirmed sales, each supplier's oldest first. */
    Uni<List<FloorFunding.Waiting>> waitingFloors(SqlConnection tx, String provinceDigits) {
        return tx.preparedQuery("""
                        SELECT w.organisation_id, w.agreement_id, w.month, w.fen FROM (
                            SELECT o.id AS organisation_id, a.id AS agreement_id, split_part(u.owner, ':', 2)::int AS month,
                                   b.posted - coalesce((SELECT sum(s.shortfall_fen) FROM sale s
                                         WHERE s.agreement_id = a.id AND s.month = split_part(u.owner, ':', 2)::int
                                           AND s.organisation_id = o.id AND s.status = 'REPORTED'), 0)::bigint AS fen
                              FROM ledger_account u
                              JOIN ledger_balance b ON b.account_id = u.id AND b.posted > 0
                              JOIN household_agreement a ON a.id::text = split_part(u.owner, ':', 1)
                              JOIN household_benefit_link l ON l.id = a.link_id
                              JOIN organisation o ON o.id = l.organisation_id AND left(o.area_code, 2) = $1
                             WHERE u.kind = 'POOL' AND u.owner LIKE '%:UNFUNDED') w
                         WHERE w.fen > 0 ORDER BY w.organisation_id, w.month, w.agreement_id
                        """).execute(Tuple.of(provinceDigits)).map(rows -> {
            List<FloorFunding.Waiting> waiting = new ArrayList<>();
            rows.forEach(row -> waiting.add(new FloorFunding.Waiting(
                    row.getUUID("organisation_id"),
                    row.getUUID("agreement_id"),
                    row.getInteger("month"),
                    row.getLong("fen"))));
            return waiting;
        });
    }

    /** What of floors that wait is owed for sales that nobody has confirmed, by the account it waits on. */
    Uni<Map<AccountKey, Long>> unconfirmedFloors(SqlConnection tx, Collection<RefundableSale> sales) {
        return tx.preparedQuery("""
                        SELECT s.agreement_id, s.month, sum(s.shortfall_fen)::bigint AS fen FROM sale s
                         WHERE s.organisation_id = ANY ($1) AND s.status = 'REPORTED' AND s.shortfall_fen > 0
                           AND (s.agreement_id, s.month) IN (SELECT * FROM unnest($2::uuid[], $3::int[])) GROUP BY 1, 2""")
                .execute(Tuple.of(
                        sales.stream().map(RefundableSale::organisationId).toArray(UUID[]::new),
                        sales.stream().map(RefundableSale::agreementId).toArray(UUID[]::new),
                        sales.stream().map(RefundableSale::month).toArray(Integer[]::new)))
                .map(rows -> {
                    Map<AccountKey, Long> owed = new HashMap<>();
                    rows.forEach(row -> owed.put(
                            PoolKey.unfunded(row.getUUID("agreement_id"), row.getInteger("month")),
                            row.getLong("fen")));
                    return owed;
                });
    }

    Uni<Void> lockPools(SqlConnection tx, String provinceDigits) {
        return tx.preparedQuery("""
                        SELECT p.id FROM sale_pool p JOIN household_agreement a ON a.id = p.agreement_id
                          JOIN household_benefit_link b ON b.id = a.link_id
                          JOIN organisation o ON o.id = b.organisation_id AND left(o.area_code, 2) = $1
                         ORDER BY p.id FOR UPDATE OF p""").execute(Tuple.of(provinceDigits)).replaceWithVoid();
    }

    Uni<Void> freeze(SqlConnection tx, Map<Long, Long> fen) {
        List<Long> ids = List.copyOf(fen.keySet());
        return tx.preparedQuery("""
                        UPDATE sale_pool p SET frozen_fen = f.fen FROM unnest($1::bigint[], $2::bigint[]) AS f(id, fen)
                         WHERE p.id = f.id""")
                .execute(Tuple.tuple()
                        .addArrayOfLong(ids.toArray(Long[]::new))
                        .addArrayOfLong(
                                ids.stream().map(id -> fen.getOrDefault(id, 0L)).toArray(Long[]::new)))
                .replaceWithVoid();
    }

    Uni<Void> thaw(SqlConnection tx, Collection<Long> ids) {
        return tx.preparedQuery("""
                        WITH l AS MATERIALIZED (SELECT id FROM sale_pool WHERE id = ANY ($1) ORDER BY id FOR UPDATE)
                        UPDATE sale_pool p SET frozen_fen = 0 FROM l WHERE p.id = l.id""")
                .execute(Tuple.tuple().addArrayOfLong(ids.toArray(Long[]::new)))
                .replaceWithVoid();
    }

    /** How many households stand behind these benefit links. */
    Uni<Integer> households(SqlConnection connection, Set<UUID> links) {
        return connection
                .preparedQuery(
                        "SELECT count(DISTINCT household_id)::int AS n FROM household_link_member WHERE link_id = ANY ($1)")
                .execute(Tuple.of(links.toArray(UUID[]::new)))
                .map(rows -> rows.iterator().next().getInteger("n"));
    }

    Uni<Void> insert(SqlConnection tx, List<RecordedRefund> refunds, Instant now) {
        List<Tuple> rows = refunds.stream()
                .map(refund -> Tuple.tuple()
                        .addUUID(refund.id())
                        .addString(refund.draft().source())
                        .addString(refund.draft().externalId())
                        .addUUID(refund.draft().saleId())
                        .addLong(refund.draft().units())
                        .addLong(refund.draft().amountFen())
                        .addLong(refund.split().feeFen())
                        .addLong(refund.split().floorFen())
                        .addLong(refund.split().dividendFen())
                        .addLong(refund.split().supplierFen())
                        .addLong(refund.split().shortfallFen())
                        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
                        .addLong(refund.txId()))
                .toList();
        return tx.preparedQuery("""
                        INSERT INTO sale_refund (id, source, external_id, sale_id, units, amount_fen, fee_fen, floor_fen,
                                                 dividend_fen, supplier_fen, shortfall_fen, refunded_at, tx_id)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)""").executeBatch(rows).replaceWithVoid();
    }

    private static RefundableSale sale(Row row) {
        return new RefundableSale(
                row.getUUID("id"),
                row.getUUID("product_id"),
                row.getUUID("organisation_id"),
                row.getUUID("agreement_id"),
                row.getUUID("link_id"),
                row.getString("source"),
                row.getInteger("month"),
                row.getString("status"),
                row.getLong("tx_id"),
                row.getLong("units"),
                split(row, "fee", "floor", "dividend", "supplier", "shortfall"));
    }

    private static Split split(Row row, String fee, String floor, String dividend, String supplier, String shortfall) {
        return new Split(
                row.getLong(fee),
                row.getLong(floor),
                row.getLong(dividend),
                row.getLong(supplier),
                row.getLong(shortfall));
    }

    private static Long[] longs(List<RefundDraft> drafts, ToLongFunction<RefundDraft> value) {
        return drafts.stream().mapToLong(value).boxed().toArray(Long[]::new);
    }
}
