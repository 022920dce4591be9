package org.bangxiao.ledger;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Digests;
import org.bangxiao.platform.Tx;
import org.bangxiao.platform.database.DatabaseAddress;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.PostgresForTests;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class SealsDbTest {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int WRITERS = 8;
    private static final int WRITES_EACH = 40;
    private static final int MANY_BLOCKS = 2 * Proofs.BLOCKS_A_NODE + 40;

    @Inject
    Ledger ledger;

    @Inject
    Seals seals;

    @Inject
    SealCheck check;

    @Inject
    Proofs proofs;

    @Inject
    Tx tx;

    @Inject
    BusinessClock clock;

    @AfterEach
    void backToToday() {
        clock.reset();
    }

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aSealedRecordIsProvenToAStranger() throws Throwable {
        List<String> records = List.of("first\n", "第二条\n", "third\n");
        List<byte[]> digests = records.stream().map(RecordProof::digest).toList();
        long id = post(Merkle.root(digests));
        assertThat(proof(id)).isNull();
        assertThat(seal()).isPositive();
        Map<String, byte[]> keys = publishedKeys();
        for (int i = 0; i < records.size(); i++) {
            RecordProof proof = RecordProof.of(records.get(i), digests, i, proof(id));
            assertThat(ProofCheck.check(proof, keys)).hasSize(8).allMatch(ProofCheck.Finding::passed);
            RecordProof forged = new RecordProof(
                    "other\n", proof.recordSha256(), proof.contentPath(), proof.contentRoot(), proof.transaction());
            assertThat(ProofCheck.check(forged, keys).get(0).passed()).isFalse();
        }
        assertThat(ProofCheck.check(RecordProof.of("first\n", digests, 0, proof(id)), Map.of()))
                .last()
                .extracting(ProofCheck.Finding::passed)
                .isEqualTo(false);
        get("/api/proofs/transactions/" + id).then().statusCode(200);
        get("/api/proofs/transactions/999999999").then().statusCode(404);
        assertThat(verdict().holds()).isTrue();
    }

    @Test
    void anEndedDayIsSignedForEverAndNamesTheOneBefore() throws Throwable {
        Instant first = newestDay().plusDays(2).atTime(15, 59).toInstant(java.time.ZoneOffset.UTC);
        clock.travelTo(first);
        post(new byte[32]);
        seal();
        String day = BusinessClock.dayOf(first).toString();
        assertThat(get("/roots/" + day + ".json").jsonPath().getBoolean("isFinal"))
                .isFalse();
        clock.travelTo(first.plus(Duration.ofMinutes(2)));
        long id = post(new byte[32]);
        seal();
        assertThat(get("/roots/" + day + ".json").jsonPath().getBoolean("isFinal"))
                .isTrue();
        String next = BusinessClock.dayOf(first).plusDays(1).toString();
        assertThat(get("/roots/" + next + ".json").jsonPath().getString("previous"))
                .isEqualTo(HexFormat.of()
                        .formatHex(Digests.sha256(
                                get("/roots/" + day + ".json").jsonPath().getString("text"))));
        clock.travelTo(first.minus(Duration.ofDays(1)));
        long late = post(new byte[32]);
        seal();
        TxProof proof = Objects.requireNonNull(proof(late));
        assertThat(proof.checkpoint().day()).isEqualTo(LocalDate.parse(next));
        assertThat(proof(id)).isNotNull();
        assertThat(verdict().holds()).isTrue();
        get("/roots/1999-01-01.json").then().statusCode(404);
    }

    @Test
    void theSealerMissesNothingWhileWritersHoldTransactionsOpen() throws Throwable {
        long before = number("SELECT count(*) FROM ledger_tx");
        long start = number("SELECT coalesce(max(id), 0) FROM ledger_tx");
        Long[] accounts = accounts();
        Set<Long> seenByIds = new HashSet<>();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        List<Future<?>> done = new ArrayList<>();
        for (int w = 0; w < WRITERS; w++) {
            long seed = SEED + w;
            done.add(writers.submit(() -> write(accounts, new SplittableRandom(seed))));
        }
        writers.shutdown();
        long lastId = start;
        do {
            seal();
            lastId = sealById(lastId, seenByIds);
        } while (!writers.awaitTermination(5, TimeUnit.MILLISECONDS));
        for (Future<?> each : done) {
            each.get();
        }
        seal();
        sealById(lastId, seenByIds);
        long written = number("SELECT count(*) FROM ledger_tx WHERE id > " + start);
        assertThat(written).as("seed %d", SEED).isEqualTo((long) WRITERS * WRITES_EACH);
        assertThat(number("SELECT count(*) FROM ledger_seal_leaf"))
                .as("seed %d", SEED)
                .isEqualTo(before + written);
        assertThat((long) seenByIds.size())
                .as("a sealer that goes by ids must miss some, or this test proves nothing; seed %d", SEED)
                .isLessThan(written);
        assertThat(verdict().holds()).isTrue();
    }

    @Test
    void aLineChangedBehindOurBackIsFoundAndItsBlockNamed() throws Throwable {
        long id = post(new byte[32]);
        post(new byte[32]);
        seal();
        long block = number("SELECT block_no FROM ledger_seal_leaf WHERE tx_id = " + id);
        String lines = "UPDATE ledger_line SET amount = amount * %s WHERE tx_id = " + id;
        tamper(lines.formatted("3"));
        try {
            assertThat(verdict().badBlock()).isEqualTo(block);
            assertThat(verdict().reason()).isEqualTo("journal");
        } finally {
            tamper("UPDATE ledger_line SET amount = amount / 3 WHERE tx_id = " + id);
        }
        assertThat(verdict().holds()).isTrue();
        tamper("UPDATE ledger_checkpoint SET signed_text = replace(signed_text, 'final: ', 'final:  ')"
                + " WHERE no = (SELECT max(no) FROM ledger_checkpoint)");
        try {
            assertThat(verdict().reason()).isEqualTo("text");
        } finally {
            tamper("UPDATE ledger_checkpoint SET signed_text = replace(signed_text, 'final:  ', 'final: ')");
        }
        assertThat(verdict().holds()).isTrue();
        assertThat(number("SELECT count(*) FROM ledger_seal_block b WHERE b.root <> ledger_merkle_root(ARRAY("
                        + "SELECT ledger_tx_digest(t.content_root, ledger_body_hash(t.id)) FROM ledger_seal_leaf l"
                        + " JOIN ledger_tx t ON t.id = l.tx_id WHERE l.block_no = b.no ORDER BY l.position))"))
                .isZero();
    }

    /** A day of more blocks than a proof reads; all of it is rolled back, so that nobody else has to check so many. */
    @Test
    void aTransactionOfADayWithManyBlocksIsProvenAlongTheHashesKeptForIt() throws Throwable {
        List<byte[]> digests = List.of(RecordProof.digest("record\n"));
        long first = post(Merkle.root(digests));
        seal();
        LocalDate day = newestDay().plusDays(1);
        List<TxProof> found = new ArrayList<>();
        assertThatThrownBy(() -> VertxContextSupport.subscribeAndAwait(() -> tx.write(connection -> connection
                        .query(manyBlocks(first, day))
                        .execute()
                        .chain(() -> Multi.createFrom()
                                .items(0, 255, 256, 511, 512, MANY_BLOCKS - 1)
                                .onItem()
                                .transformToUniAndConcatenate(nth -> connection
                                        .preparedQuery(
                                                "SELECT tx_id FROM ledger_seal_leaf JOIN ledger_seal_block ON no = block_no"
                                                        + " WHERE day = $1 ORDER BY no OFFSET $2 LIMIT 1")
                                        .execute(Tuple.of(day, nth))
                                        .chain(rows -> proofs.of(
                                                connection,
                                                rows.iterator().next().getLong(0))))
                                .collect()
                                .asList())
                        .chain(each -> {
                            each.forEach(proof -> found.add(proof.orElseThrow()));
                            throw new IllegalStateException("rolled back");
                        }))))
                .hasMessage("rolled back");
        assertThat(found).hasSize(6).allSatisfy(proof -> {
            assertThat(proof.checkpoint().transactions()).isEqualTo(MANY_BLOCKS);
            assertThat(ProofCheck.check(RecordProof.of("record\n", digests, 0, proof), Map.of()).stream()
                            .filter(finding -> !finding.passed())
                            .map(ProofCheck.Finding::name))
                    .as("nothing but the text and the signature, which are made up")
                    .containsExactly("checkpoint", "signature");
        });
    }

    /** Transactions like that one, each sealed by itself by the function that the sealer uses, and a root over the day. */
    private static String manyBlocks(long like, LocalDate day) {
        return """
                DO $$ DECLARE t ledger_tx; b ledger_seal_block; body bytea; digest bytea; root bytea; BEGIN
                    PERFORM ledger_post('TEST', l.period, '2026-11-10', now(), gen_random_uuid()::text, NULL, NULL, NULL, 'test',
                        (SELECT content_root FROM ledger_tx WHERE id = %1$d),
                        array_agg(l.account_id), array_agg(l.pool_id), array_agg(l.amount))
                      FROM generate_series(1, %2$d) g, ledger_line l WHERE l.tx_id = %1$d GROUP BY g, l.period;
                    FOR t IN SELECT * FROM ledger_tx WHERE xid = pg_current_xact_id() ORDER BY id LOOP
                        SELECT * INTO b FROM ledger_seal_block ORDER BY no DESC LIMIT 1;
                        body := ledger_body_hash(t.id);
                        digest := ledger_tx_digest(t.content_root, body);
                        root := ledger_merkle_root(ARRAY[digest]);
                        PERFORM ledger_add_block(b.no + 1, '%3$s', t.xid, t.id, root, b.hash, sha256('\\x03'::bytea || b.hash || root),
                            now(), ARRAY[t.id], ARRAY[body], ARRAY[digest]);
                    END LOOP;
                    PERFORM ledger_add_checkpoint('%3$s', min(no), max(no), ledger_merkle_root(array_agg(hash ORDER BY no)), sha256('x'),
                            false, 'made up', (SELECT min(kid) FROM ledger_signing_key), sha512('x'), now())
                       FROM ledger_seal_block WHERE day = '%3$s';
                END $$""".formatted(like, MANY_BLOCKS, day);
    }

    @Test
    void theDatabaseReckonsTheSameRoots() throws SQLException {
        for (int size : new int[] {0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 64, 100}) {
            List<byte[]> data = IntStream.range(0, size)
                    .mapToObj(i -> Digests.sha256(SEED + " " + i))
                    .toList();
            String leaves = data.stream()
                    .map(each -> "'\\x" + HexFormat.of().formatHex(each) + "'")
                    .collect(Collectors.joining(", "));
            assertThat(number("SELECT (ledger_merkle_root(ARRAY[" + leaves + "]::bytea[]) = '\\x"
                            + HexFormat.of().formatHex(Merkle.root(data)) + "')::int"))
                    .as("seed %d size %d", SEED, size)
                    .isOne();
        }
    }

    /** The negative control: what a sealer that remembers the last id would have seen. */
    private static long sealById(long lastId, Set<Long> seen) throws SQLException {
        long last = lastId;
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT id FROM ledger_tx WHERE id > " + lastId + " ORDER BY id")) {
            while (rows.next()) {
                last = rows.getLong(1);
                seen.add(last);
            }
        }
        return last;
    }

    private static void write(Long[] accounts, SplittableRandom random) {
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < WRITES_EACH; i++) {
                statement.execute("SELECT ledger_post('T', 202611, '2026-11-10', now(), 'race-" + UUID.randomUUID()
                        + "', null, null, null, 'test', null, array[" + accounts[0] + "," + accounts[1]
                        + "], array[null, null]::bigint[], array[-10, 10]::bigint[])");
                statement.execute("SELECT pg_sleep(" + random.nextInt(20) + " / 1000.0)");
                connection.commit();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private LocalDate newestDay() throws SQLException {
        long days = number("SELECT coalesce(max(day), current_date) - date '1970-01-01' FROM ledger_seal_block");
        return LocalDate.ofEpochDay(Math.max(days, clock.today().toEpochDay()));
    }

    private long seal() throws Throwable {
        return VertxContextSupport.subscribeAndAwait(seals::sealNow);
    }

    private SealCheck.Verdict verdict() throws Throwable {
        return VertxContextSupport.subscribeAndAwait(check::verify);
    }

    private @Nullable TxProof proof(long id) throws Throwable {
        return VertxContextSupport.subscribeAndAwait(() -> proofs.of(id)).orElse(null);
    }

    private Long[] accounts() throws Throwable {
        // Both may go negative and are spread over slots, so that writers overlap instead of queueing.
        AccountKey from = new AccountKey(AccountKind.CLEARING, "seal-test");
        AccountKey to = new AccountKey(AccountKind.FEE, "seal-test");
        Map<AccountKey, Long> ids = VertxContextSupport.subscribeAndAwait(
                () -> tx.write(connection -> ledger.accounts(connection, List.of(from, to))));
        return new Long[] {ids.get(from), ids.get(to)};
    }

    private long post(byte[] contentRoot) throws Throwable {
        Long[] accounts = accounts();
        Posting posting = Posting.of(
                        "TEST",
                        clock.instant(),
                        LocalDate.of(2026, 11, 10),
                        "seal-" + UUID.randomUUID(),
                        "test",
                        List.of(Posting.Line.of(accounts[0], -30), Posting.Line.of(accounts[1], 30)))
                .carrying(contentRoot);
        return VertxContextSupport.subscribeAndAwait(() -> tx.write(connection -> ledger.post(connection, posting)));
    }

    private static Map<String, byte[]> publishedKeys() {
        Map<String, byte[]> keys = new HashMap<>();
        List<Map<String, String>> published =
                get("/api/proofs/keys").then().statusCode(200).extract().path("keys");
        published.forEach(key -> keys.put(key.get("kid"), Base64.getUrlDecoder().decode(key.get("x"))));
        return keys;
    }

    private static void tamper(String sql) throws SQLException {
        DatabaseAddress all = PostgresForTests.administrator();
        try (Connection connection = DriverManager.getConnection(all.jdbcUrl(), all.user(), all.password());
                Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            statement.execute(sql);
        }
    }

    private static long number(String sql) throws SQLException {
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
