package org.bangxiao.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bangxiao.platform.Digests;
import org.bangxiao.platform.Rows;
import org.jspecify.annotations.Nullable;

/** Blocks, leaves, checkpoints and keys. */
@ApplicationScoped
class SealRepository {
    private static final HexFormat HEX = HexFormat.of();
    private static final String BLOCK =
            "SELECT no, day, to_xid::text, to_id, n, root, prev, hash FROM ledger_seal_block ";
    private static final String CHECKPOINT = """
            SELECT c.no, c.day, c.final, c.first_block, c.last_block, c.root, c.prev, c.signed_at, c.signed_text, c.kid, c.signature,
                   (coalesce((SELECT sum(k.n) FROM ledger_seal_node k WHERE k.no BETWEEN c.first_block + 255 AND c.last_block), 0)
                    + coalesce((SELECT sum(b.n) FROM ledger_seal_block b WHERE b.no <= c.last_block
                         AND b.no >= c.first_block + (c.last_block - c.first_block + 1) / 256 * 256), 0))::bigint AS transactions
              FROM ledger_checkpoint c
            """;

    /** A day with blocks and no final signature. */
    record DayToSign(
            LocalDate day,
            long firstBlock,
            long lastBlock,
            long signedBlock,
            @Nullable Instant signedAt) {}

    /** A key as kept. */
    static final class StoredKey {
        private final String kid;
        private final byte[] publicKey;
        private final byte[] cipher;

        StoredKey(String kid, byte[] publicKey, byte[] cipher) {
            this.kid = kid;
            this.publicKey = publicKey;
            this.cipher = cipher;
        }

        String kid() {
            return kid;
        }

        byte[] publicKey() {
            return publicKey;
        }

        byte[] cipher() {
            return cipher;
        }
    }

    /** One sealer at a time; the lock goes with the transaction. */
    Uni<Void> lock(SqlConnection connection) {
        return connection.query("SELECT pg_advisory_xact_lock(7003)").execute().replaceWithVoid();
    }

    Uni<SealedBlock> lastBlock(SqlConnection connection) {
        return connection
                .query(BLOCK + "ORDER BY no DESC LIMIT 1")
                .execute()
                .map(rows -> rows.size() == 0
                        ? SealedBlock.genesis()
                        : block(rows.iterator().next()));
    }

    Uni<List<SealedTx>> behindTheHorizon(SqlConnection connection, SealedBlock last, int limit) {
        return connection
                .preparedQuery("""
                        SELECT t.id, t.xid, t AS tx FROM ledger_tx t
                         WHERE (xid, id) > ($1::text::xid8, $2) AND xid < pg_snapshot_xmin(pg_current_snapshot())
                         ORDER BY xid, id LIMIT $3""".transform(SealRepository::hashed))
                .execute(Tuple.of(last.toXid(), last.toId(), limit))
                .map(SealRepository::transactions);
    }

    /**
     * The transactions chosen, in order, with the hashes of their texts: what {@code ledger_body_hash} says of each, but by
     * one statement.
     */
    private static String hashed(String chosen) {
        return """
                SELECT t.id, t.xid::text, h.body_hash, ledger_tx_digest((t.tx).content_root, h.body_hash) AS digest
                  FROM (%s) t,
                       LATERAL (SELECT string_agg(ledger_line_text(l), '' ORDER BY l.line_no) AS lines FROM ledger_line l
                                 WHERE l.period = (t.tx).period AND l.tx_id = t.id) l,
                       LATERAL (SELECT sha256(convert_to(concat(ledger_header_text(t.tx), l.lines), 'UTF8')) AS body_hash OFFSET 0) h
                 ORDER BY t.xid, t.id""".formatted(chosen);
    }

    /** When the oldest transaction behind a block was recorded, sealable or not. */
    Uni<Optional<Instant>> oldestAfter(SqlConnection connection, SealedBlock last) {
        return connection
                .preparedQuery(
                        "SELECT min(recorded_at) AS oldest FROM ledger_tx WHERE (xid, id) > ($1::text::xid8, $2)")
                .execute(Tuple.of(last.toXid(), last.toId()))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getOffsetDateTime("oldest"))
                        .map(OffsetDateTime::toInstant));
    }

    /** The journal between two blocks as it stands now. */
    Uni<List<SealedTx>> between(SqlConnection connection, SealedBlock after, SealedBlock upTo) {
        return connection
                .preparedQuery("""
                        SELECT t.id, t.xid, t AS tx FROM ledger_tx t
                         WHERE (xid, id) > ($1::text::xid8, $2) AND (xid, id) <= ($3::text::xid8, $4)
                         ORDER BY xid, id LIMIT $5""".transform(SealRepository::hashed))
                .execute(Tuple.of(after.toXid(), after.toId(), upTo.toXid(), upTo.toId(), 2 * Seals.BLOCK_SIZE))
                .map(SealRepository::transactions);
    }

    /** The day, or the one after the last that was signed for ever: a clock set back opens no closed day. */
    Uni<LocalDate> openDay(SqlConnection connection, LocalDate wanted) {
        return connection
                .preparedQuery(
                        "SELECT greatest($1::date, (SELECT max(day) + 1 FROM ledger_checkpoint WHERE final)) AS day")
                .execute(Tuple.of(wanted))
                .map(rows -> rows.iterator().next().getLocalDate("day"));
    }

    Uni<Void> add(SqlConnection connection, SealedBlock block, List<SealedTx> transactions, Instant now) {
        Tuple values = Tuple.tuple()
                .addLong(block.no())
                .addLocalDate(block.day())
                .addString(block.toXid())
                .addLong(block.toId())
                .addValue(Buffer.buffer(block.root()))
                .addValue(Buffer.buffer(block.prev()))
                .addValue(Buffer.buffer(block.hash()))
                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
                .addArrayOfLong(transactions.stream().map(SealedTx::id).toArray(Long[]::new))
                .addValue(transactions.stream()
                        .map(each -> Buffer.buffer(each.bodyHash()))
                        .toArray(Buffer[]::new))
                .addValue(transactions.stream()
                        .map(each -> Buffer.buffer(each.digest()))
                        .toArray(Buffer[]::new));
        return connection
                .preparedQuery("SELECT ledger_add_block($1, $2, $3::text::xid8, $4, $5, $6, $7, $8, $9, $10, $11)")
                .execute(values)
                .replaceWithVoid();
    }

    Uni<List<DayToSign>> daysToSign(SqlConnection connection) {
        return connection
                .query("""
                        SELECT b.day, min(b.no) AS first_block, max(b.no) AS last_block, coalesce(max(c.last_block), 0) AS signed_block,
                               max(c.signed_at) AS signed_at
                          FROM ledger_seal_block b LEFT JOIN LATERAL (SELECT last_block, signed_at FROM ledger_checkpoint
                               WHERE day = b.day ORDER BY last_block DESC LIMIT 1) c ON true
                         WHERE b.day > coalesce((SELECT max(day) FROM ledger_checkpoint WHERE final), '-infinity')
                         GROUP BY b.day ORDER BY b.day""")
                .execute()
                .map(rows -> Rows.list(
                        rows,
                        row -> new DayToSign(
                                row.getLocalDate("day"),
                                row.getLong("first_block"),
                                row.getLong("last_block"),
                                row.getLong("signed_block"),
                                Rows.instant(row, "signed_at"))));
    }

    Uni<List<byte[]>> blockHashes(SqlClient client, long first, long last) {
        return client.preparedQuery("""
                SELECT coalesce(string_agg(hash, ''::bytea ORDER BY no), '') AS hashes FROM ledger_seal_block
                 WHERE no BETWEEN $1 AND $2""")
                .execute(Tuple.of(first, last))
                .map(rows -> Digests.apart(bytes(rows.iterator().next(), "hashes")));
    }

    /** The hashes kept over each {@link Proofs#BLOCKS_A_NODE} of these blocks, the first of them a day's first. */
    Uni<List<byte[]>> nodes(SqlClient client, long first, long last) {
        return client.preparedQuery("SELECT node FROM ledger_seal_node WHERE no BETWEEN $1 AND $2 ORDER BY no")
                .execute(Tuple.of(first + Proofs.BLOCKS_A_NODE - 1, last))
                .map(rows -> Rows.list(rows, row -> bytes(row, "node")));
    }

    Uni<Optional<String>> lastFinalTextBefore(SqlConnection connection, LocalDate day) {
        return connection
                .preparedQuery(
                        "SELECT signed_text FROM ledger_checkpoint WHERE final AND day < $1 ORDER BY day DESC LIMIT 1")
                .execute(Tuple.of(day))
                .map(rows -> Rows.list(rows, row -> row.getString("signed_text")).stream()
                        .findFirst());
    }

    Uni<Void> add(SqlConnection connection, Checkpoint checkpoint) {
        Tuple values = Tuple.tuple()
                .addLocalDate(checkpoint.day())
                .addLong(checkpoint.firstBlock())
                .addLong(checkpoint.lastBlock())
                .addValue(Buffer.buffer(HEX.parseHex(checkpoint.root())))
                .addValue(Buffer.buffer(HEX.parseHex(checkpoint.previous())))
                .addBoolean(checkpoint.isFinal())
                .addString(checkpoint.text())
                .addString(checkpoint.keyId())
                .addValue(Buffer.buffer(HEX.parseHex(checkpoint.signature())))
                .addOffsetDateTime(checkpoint.signedAt().atOffset(ZoneOffset.UTC));
        return connection
                .preparedQuery("SELECT ledger_add_checkpoint($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
                .execute(values)
                .replaceWithVoid();
    }

    Uni<List<SealedBlock>> blocksAfter(SqlConnection connection, long no, int limit) {
        return connection
                .preparedQuery(BLOCK + "WHERE no > $1 ORDER BY no LIMIT $2")
                .execute(Tuple.of(no, limit))
                .map(rows -> Rows.list(rows, SealRepository::block));
    }

    Uni<List<SealedTx>> leaves(SqlClient client, long block) {
        return client.preparedQuery("""
                        SELECT l.tx_id AS id, '' AS xid, l.body_hash, l.digest FROM ledger_seal_leaf l
                         WHERE l.block_no = $1 ORDER BY l.position""").execute(Tuple.of(block)).map(SealRepository::transactions);
    }

    /** A transaction in its block. */
    static final class Leaf {
        private final int position;
        private final byte[] bodyHash;
        private final List<byte[]> digests;

        Leaf(int position, byte[] bodyHash, List<byte[]> digests) {
            this.position = position;
            this.bodyHash = bodyHash;
            this.digests = digests;
        }

        int position() {
            return position;
        }

        byte[] bodyHash() {
            return bodyHash;
        }

        /** Of all transactions of the block, in order. */
        List<byte[]> digests() {
            return digests;
        }
    }

    Uni<Leaf> leaf(SqlClient client, long txId) {
        return client.preparedQuery("""
                SELECT l.position, l.body_hash, (SELECT string_agg(d.digest, ''::bytea ORDER BY d.position)
                                                   FROM ledger_seal_leaf d WHERE d.block_no = l.block_no) AS digests
                  FROM ledger_seal_leaf l WHERE l.tx_id = $1""")
                .execute(Tuple.of(txId))
                .map(rows -> rows.iterator().next())
                .map(row -> new Leaf(
                        row.getInteger("position"), bytes(row, "body_hash"), Digests.apart(bytes(row, "digests"))));
    }

    Uni<List<Checkpoint>> checkpointsAfter(SqlConnection connection, long no, int limit) {
        return connection
                .preparedQuery(CHECKPOINT + "WHERE c.no > $1 ORDER BY c.no LIMIT $2")
                .execute(Tuple.of(no, limit))
                .map(rows -> Rows.list(rows, SealRepository::checkpoint));
    }

    /** The newest checkpoint of each day, newest day first. */
    Uni<List<Checkpoint>> days(SqlClient client, LocalDate before, int limit) {
        return client.preparedQuery(CHECKPOINT + """
                        WHERE c.no IN (SELECT max(no) FROM ledger_checkpoint WHERE day < $1 GROUP BY day ORDER BY day DESC LIMIT $2)
                        ORDER BY c.day DESC""")
                .execute(Tuple.of(before, limit))
                .map(rows -> Rows.list(rows, SealRepository::checkpoint));
    }

    /** The first checkpoint worth showing for a block: its day's final one, or the newest that covers it. */
    Uni<Optional<Checkpoint>> covering(SqlClient client, SealedBlock block) {
        return client.preparedQuery(CHECKPOINT + "WHERE c.day = $1 AND c.last_block >= $2 ORDER BY c.no DESC LIMIT 1")
                .execute(Tuple.of(block.day(), block.no()))
                .map(rows ->
                        Rows.list(rows, SealRepository::checkpoint).stream().findFirst());
    }

    Uni<Optional<SealedBlock>> blockOf(SqlClient client, long txId) {
        return client.preparedQuery(BLOCK + "WHERE no = (SELECT block_no FROM ledger_seal_leaf WHERE tx_id = $1)")
                .execute(Tuple.of(txId))
                .map(rows -> Rows.list(rows, SealRepository::block).stream().findFirst());
    }

    Uni<Optional<byte[]>> contentRoot(SqlClient client, long txId) {
        return client.preparedQuery(
                        "SELECT coalesce(content_root, decode(repeat('00', 32), 'hex')) AS root FROM ledger_tx WHERE id = $1")
                .execute(Tuple.of(txId))
                .map(rows -> Rows.list(rows, row -> bytes(row, "root")).stream().findFirst());
    }

    Uni<Optional<StoredKey>> newestKey(SqlConnection connection) {
        return connection
                .query(
                        "SELECT kid, public_key, private_cipher FROM ledger_signing_key ORDER BY created_at DESC LIMIT 1")
                .execute()
                .map(rows -> Rows.list(rows, SealRepository::key).stream().findFirst());
    }

    Uni<List<StoredKey>> keys(SqlClient client) {
        return client.query("SELECT kid, public_key, private_cipher FROM ledger_signing_key ORDER BY created_at")
                .execute()
                .map(rows -> Rows.list(rows, SealRepository::key));
    }

    Uni<Void> addKey(SqlConnection connection, String kid, byte[] publicKey, byte[] cipher, Instant now) {
        return connection
                .preparedQuery("SELECT ledger_add_signing_key($1, $2, $3, $4)")
                .execute(Tuple.of(kid, Buffer.buffer(publicKey), Buffer.buffer(cipher), now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    private static StoredKey key(Row row) {
        return new StoredKey(row.getString("kid"), bytes(row, "public_key"), bytes(row, "private_cipher"));
    }

    private static SealedBlock block(Row row) {
        return new SealedBlock(
                row.getLong("no"),
                row.getLocalDate("day"),
                row.getString("to_xid"),
                row.getLong("to_id"),
                row.getInteger("n"),
                bytes(row, "root"),
                bytes(row, "prev"),
                bytes(row, "hash"));
    }

    private static Checkpoint checkpoint(Row row) {
        return new Checkpoint(
                row.getLong("no"),
                row.getLocalDate("day"),
                row.getBoolean("final"),
                row.getLong("first_block"),
                row.getLong("last_block"),
                row.getLong("transactions"),
                HEX.formatHex(bytes(row, "root")),
                HEX.formatHex(bytes(row, "prev")),
                row.getOffsetDateTime("signed_at").toInstant(),
                row.getString("signed_text"),
                row.getString("kid"),
                HEX.formatHex(bytes(row, "signature")));
    }

    private static List<SealedTx> transactions(RowSet<Row> rows) {
        return Rows.list(
                rows,
                row -> new SealedTx(
                        row.getLong("id"), row.getString("xid"), bytes(row, "body_hash"), bytes(row, "digest")));
    }

    private static byte[] bytes(Row row, String column) {
        return row.getBuffer(column).getBytes();
    }
}
