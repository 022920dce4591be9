package org.bangxiao.sale;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Writes sales, pools and capacity, many rows to a statement. */
@ApplicationScoped
class SaleRepository {
    /** Two deliveries of one source one after the other, until the transaction ends. */
    Uni<Void> lockSource(SqlConnection tx, String source) {
        return tx.preparedQuery("SELECT pg_advisory_xact_lock(hashtextextended('sale:' || $1, 0))")
                .execute(Tuple.of(source))
                .replaceWithVoid();
    }

    Uni<Existing> existing(SqlConnection tx, String source, List<SaleDraft> drafts) {
        return tx.preparedQuery("""
                        SELECT s.external_id, s.product_id, s.quantity, s.gross_fen, s.sold_at, s.channel, s.tags
                          FROM unnest($2::text[]) AS w(id) JOIN sale s ON s.source = $1 AND s.external_id = w.id""")
                .execute(Tuple.of(source, column(drafts, SaleDraft::externalId, String[]::new)))
                .map(rows -> {
                    Existing existing = new Existing();
                    rows.forEach(row -> existing.add(
                            row.getString("external_id"),
                            new Existing.Content(
                                    row.getUUID("product_id"),
                                    row.getLong("quantity"),
                                    row.getLong("gross_fen"),
                                    row.getOffsetDateTime("sold_at").toInstant(),
                                    row.getString("channel"),
                                    Arrays.asList(row.getArrayOfStrings("tags")))));
                    return existing;
                });
    }

    /** Answers the products that did not fit, with the units left; the rest is taken. */
    Uni<Map<Capacity.Year, Long>> takeCapacity(SqlConnection tx, SortedMap<Capacity.Year, Capacity.Wanted> wanted) {
        Collection<Capacity.Year> years = wanted.keySet();
        Collection<Capacity.Wanted> units = wanted.values();
        return tx.preparedQuery("SELECT product_id, year, units_left FROM sale_take_capacity($1, $2, $3, $4)")
                .execute(Tuple.tuple()
                        .addValue(column(years, Capacity.Year::productId, UUID[]::new))
                        .addValue(column(years, Capacity.Year::year, Integer[]::new))
                        .addValue(column(units, Capacity.Wanted::cap, Long[]::new))
                        .addValue(column(units, Capacity.Wanted::units, Long[]::new)))
                .map(rows -> {
                    Map<Capacity.Year, Long> over = new HashMap<>();
                    rows.forEach(row -> over.put(
                            new Capacity.Year(row.getUUID("product_id"), row.getInteger("year")),
                            row.getLong("units_left")));
                    return over;
                });
    }

    Uni<Map<PoolKey, PoolKey.Pool>> pools(SqlConnection tx, Collection<PoolKey> keys) {
        return tx.preparedQuery("""
                        SELECT p.id, p.agreement_id, p.month, p.leg, p.basis, p.account_id
                          FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[]) AS w(agreement, month, leg, basis)
                          JOIN sale_pool p ON p.agreement_id = w.agreement AND p.month = w.month AND p.leg = w.leg
                               AND p.basis = w.basis""").execute(keyColumns(keys)).map(rows -> {
            Map<PoolKey, PoolKey.Pool> pools = new HashMap<>();
            rows.forEach(row -> pools.put(key(row), new PoolKey.Pool(row.getLong("id"), row.getLong("account_id"))));
            return pools;
        });
    }

    Uni<Void> openPools(SqlConnection tx, Map<PoolKey, Long> accountIds) {
        List<PoolKey> keys = List.copyOf(accountIds.keySet());
        return tx.preparedQuery("""
                        INSERT INTO sale_pool (agreement_id, month, leg, basis, account_id)
                        SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::bigint[])
                         ORDER BY 1, 2, 3, 4 ON CONFLICT DO NOTHING""")
                .execute(keyColumns(keys).addValue(column(keys, accountIds::get, Long[]::new)))
                .replaceWithVoid();
    }

    /** The hashes over each few records of a transaction, for their proofs. */
    Uni<Void> keep(SqlConnection tx, long txId, List<byte[]> nodes) {
        Buffer together = Buffer.buffer();
        nodes.forEach(together::appendBytes);
        return tx.preparedQuery("INSERT INTO sale_record_node (tx_id, nodes) VALUES ($1, $2)")
                .execute(Tuple.of(txId, together))
                .replaceWithVoid();
    }

    Uni<Void> insert(SqlConnection tx, List<Candidate> sales, List<byte[]> digests, long txId) {
        Candidate first = sales.get(0);
        Tuple values = Tuple.tuple()
                .addString(first.draft().source())
                .addOffsetDateTime(first.recordedAt().atOffset(ZoneOffset.UTC))
                .addLong(txId)
                .addValue(column(sales, Candidate::id, UUID[]::new))
                .addValue(column(sales, sale -> sale.draft().externalId(), String[]::new))
                .addValue(column(sales, sale -> sale.draft().listingId(), UUID[]::new))
                .addValue(column(sales, sale -> sale.draft().productId(), UUID[]::new))
                .addValue(column(sales, sale -> sale.draft().organisationId(), UUID[]::new))
                .addValue(column(sales, sale -> sale.certificate().id(), UUID[]::new))
                .addValue(column(sales, sale -> sale.agreement().id(), UUID[]::new))
                .addValue(column(sales, sale -> sale.draft().quantity(), Long[]::new))
                .addValue(column(sales, sale -> sale.draft().grossFen(), Long[]::new))
                .addValue(column(sales, sale -> sale.split().feeFen(), Long[]::new))
                .addValue(column(sales, sale -> sale.split().floorFen(), Long[]::new))
                .addValue(column(sales, sale -> sale.split().dividendFen(), Long[]::new))
                .addValue(column(sales, sale -> sale.split().supplierFen(), Long[]::new))
                .addValue(column(sales, sale -> sale.split().shortfallFen(), Long[]::new))
                .addValue(column(sales, sale -> sale.draft().channel(), String[]::new))
                .addValue(column(sales, sale -> String.join(",", sale.draft().tags()), String[]::new))
                .addValue(column(sales, sale -> sale.draft().soldAt().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new))
                .addValue(column(sales, Candidate::month, Integer[]::new))
                .addValue(column(sales, sale -> sale.draft().reported(), Boolean[]::new))
                .addValue(column(digests, Buffer::buffer, Buffer[]::new));
        return tx.preparedQuery("""
                        INSERT INTO sale (source, recorded_at, tx_id, id, external_id, listing_id, product_id, organisation_id,
                            certificate_id, agreement_id, quantity, gross_fen, fee_fen, floor_fen, dividend_fen, supplier_fen,
                            shortfall_fen, channel, tags, sold_at, month, reported, status, record_sha256, position, late)
                        SELECT $1, $2, $3, r.id, r.external_id, r.listing, r.product, r.organisation, r.certificate, r.agreement,
                            r.quantity, r.gross, r.fee, r.floor, r.dividend, r.supplier, r.shortfall, r.channel,
                            string_to_array(r.tags, ','), r.sold_at, r.month, r.reported,
                            CASE WHEN r.reported THEN 'REPORTED' ELSE 'COUNTED' END, r.digest, r.n - 1,
                            r.month IN (SELECT p.id FROM ledger_period p WHERE p.state = 'CLOSED')
                          FROM unnest($4::uuid[], $5::text[], $6::uuid[], $7::uuid[], $8::uuid[], $9::uuid[], $10::uuid[],
                            $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[],
                            $17::bigint[], $18::text[], $19::text[], $20::timestamptz[], $21::int[], $22::boolean[],
                            $23::bytea[]) WITH ORDINALITY
                            AS r(id, external_id, listing, product, organisation, certificate, agreement, quantity, gross, fee,
                            floor, dividend, supplier, shortfall, channel, tags, sold_at, month, reported, digest, n)
                        """).execute(values).replaceWithVoid();
    }

    /** A sale that was withdrawn. */
    record Taken(UUID id, long quantity, long grossFen) {}

    /** Of these sales those that were reported and not confirmed; they are withdrawn by this. */
    Uni<List<Taken>> withdraw(SqlConnection tx, String source, Collection<String> externalIds) {
        return tx.preparedQuery("""
                        UPDATE sale SET status = 'WITHDRAWN'
                         WHERE source = $1 AND external_id = ANY ($2) AND status = 'REPORTED' AND gross_fen > 0
                        RETURNING id, quantity, gross_fen""")
                .execute(Tuple.of(source, externalIds.toArray(String[]::new)))
                .map(rows -> rows.stream()
                        .map(row -> new Taken(row.getUUID("id"), row.getLong("quantity"), row.getLong("gross_fen")))
                        .toList());
    }

    /** Counts an organisation's reported sales of these transactions; answers their sums by reported pool. */
    Uni<Confirmed> confirm(SqlConnection tx, Collection<Long> txIds, UUID organisation) {
        return tx.preparedQuery("""
                        WITH moved AS (
                            UPDATE sale SET status = 'COUNTED'
                             WHERE tx_id = ANY ($1) AND organisation_id = $2 AND status = 'REPORTED'
                            RETURNING agreement_id, month, floor_fen, dividend_fen)
                        SELECT agreement_id, month, sum(floor_fen)::bigint AS floor, sum(dividend_fen)::bigint AS dividend,
                               count(*) AS sales
                          FROM moved GROUP BY agreement_id, month""")
                .execute(Tuple.of(txIds.toArray(Long[]::new), organisation))
                .map(rows -> {
                    Map<PoolKey, Long> sums = new HashMap<>();
                    long sales = 0;
                    for (Row row : rows) {
                        UUID agreement = row.getUUID("agreement_id");
                        int month = row.getInteger("month");
                        sums.put(
                                new PoolKey(agreement, month, PoolKey.Leg.FLOOR, PoolKey.Basis.REPORTED),
                                row.getLong("floor"));
                        sums.put(
                                new PoolKey(agreement, month, PoolKey.Leg.DIVIDEND, PoolKey.Basis.REPORTED),
                                row.getLong("dividend"));
                        sales += row.getLong("sales");
                    }
                    sums.values().removeIf(sum -> sum == 0);
                    return new Confirmed(sales, sums);
                });
    }

    /** How many sales were counted and what lies in which reported pools for them. */
    record Confirmed(long sales, Map<PoolKey, Long> sums) {}

    private static Tuple keyColumns(Collection<PoolKey> keys) {
        return Tuple.tuple()
                .addValue(column(keys, PoolKey::agreementId, UUID[]::new))
                .addValue(column(keys, PoolKey::month, Integer[]::new))
                .addValue(column(keys, key -> key.leg().name(), String[]::new))
                .addValue(column(keys, key -> key.basis().name(), String[]::new));
    }

    private static PoolKey key(Row row) {
        return new PoolKey(
                row.getUUID("agreement_id"),
                row.getInteger("month"),
                PoolKey.Leg.valueOf(row.getString("leg")),
                PoolKey.Basis.valueOf(row.getString("basis")));
    }

    private static <T, V extends @Nullable Object> V[] column(
            Collection<T> rows, Function<T, V> value, IntFunction<V[]> array) {
        return rows.stream().map(value).toArray(array);
    }
}
