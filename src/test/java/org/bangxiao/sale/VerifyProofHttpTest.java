package org.bangxiao.sale;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bangxiao.ledger.ProofCheck;
import org.bangxiao.ledger.RecordProof;
import org.bangxiao.ledger.Seals;
import org.bangxiao.ledger.VerifyProof;
import org.bangxiao.platform.Tx;
import org.bangxiao.support.Goods;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that a stranger runs on two saved files, in a process of its own. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class VerifyProofHttpTest {
    @Inject
    Sales sales;

    @Inject
    Seals seals;

    @Inject
    Tx tx;

    private record Answer(int code, String text) {}

    @Test
    void aSavedProofIsCheckedWithoutTheServiceAndOneChangedFenIsFound(@TempDir Path folder) throws Exception {
        Goods goods = Goods.certified(100);
        RecordedSale sale = await(() -> tx.write(connection -> sales.record(
                        connection, List.of(goods.sale(UUID.randomUUID().toString(), 2, 10_000)))))
                .get(0);
        Path keys = folder.resolve("keys.json");
        Path proof = folder.resolve("proof.json");
        Files.writeString(keys, get("/api/proofs/keys").asString());
        Files.writeString(proof, saved(sale));
        assertThat(verify(proof, keys).code()).as("before the seal").isEqualTo(2);

        await(() -> seals.sealNow());
        String sealed = saved(sale);
        Files.writeString(proof, sealed);
        Files.writeString(keys, get("/api/proofs/keys").asString());
        Answer good = verify(proof, keys);
        assertThat(good.code()).as(good.text()).isZero();
        assertThat(good.text()).contains("passed").doesNotContain("FAILED");

        Files.writeString(proof, sealed.replace("gross-fen=10000", "gross-fen=10001"));
        assertThat(Files.readString(proof)).isNotEqualTo(sealed);
        Answer changed = verify(proof, keys);
        assertThat(changed.code()).isOne();
        assertThat(changed.text()).contains("FAILED");
    }

    /** More sales than are read for the proof of one of them. */
    @Test
    void aSaleOfALongReportIsProvenAlongTheHashesKeptForItAndAChangedOneMakesAProofThatFails() throws Exception {
        Goods goods = Goods.certified(1_000);
        String source = "partner:" + UUID.randomUUID();
        Instant soldAt = Instant.parse("2025-05-05T00:00:00Z");
        List<SaleDraft> drafts = IntStream.range(0, 2 * Sales.RECORDS_A_NODE + 88)
                .mapToObj(i -> goods.sale(source, "row-" + i, 1, 5_000 + i, soldAt, true))
                .toList();
        List<RecordedSale> recorded =
                await(() -> tx.write(connection -> sales.takeIn(connection, drafts, "b"))).stream()
                        .map(Verdict::sale)
                        .map(Objects::requireNonNull)
                        .toList();
        await(() -> seals.sealNow());
        Map<String, byte[]> keys = keys();
        for (int position : new int[] {0, Sales.RECORDS_A_NODE - 1, Sales.RECORDS_A_NODE, drafts.size() - 1}) {
            assertThat(failed(recorded.get(position), keys))
                    .as("row %d", position)
                    .isEmpty();
        }
        String change = "UPDATE sale_record_node SET nodes = sha256('x') || substr(nodes, 33) WHERE tx_id = "
                + recorded.get(0).txId();
        SettledProvince.tamper(change);
        assertThat(failed(recorded.get(drafts.size() - 1), keys))
                .as("the negative control: a kept hash is what the proof climbs along")
                .contains("digest");
    }

    private static List<String> failed(RecordedSale sale, Map<String, byte[]> keys) throws IOException {
        RecordProof proof =
                new ObjectMapper().registerModule(new JavaTimeModule()).readValue(saved(sale), RecordProof.class);
        List<ProofCheck.Finding> findings = ProofCheck.check(proof, keys);
        assertThat(findings).hasSize(8);
        return findings.stream()
                .filter(finding -> !finding.passed())
                .map(ProofCheck.Finding::name)
                .toList();
    }

    private static Map<String, byte[]> keys() {
        Map<String, byte[]> keys = new HashMap<>();
        List<Map<String, String>> published = get("/api/proofs/keys").jsonPath().getList("keys");
        published.forEach(key -> keys.put(key.get("kid"), Base64.getUrlDecoder().decode(key.get("x"))));
        return keys;
    }

    private static String saved(RecordedSale sale) {
        return get("/api/sales/" + sale.id() + "/proof").asString();
    }

    private static Answer verify(Path proof, Path keys) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        "target/classes" + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                        VerifyProof.class.getName(),
                        proof.toString(),
                        keys.toString())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Answer(process.exitValue(), text);
    }
}
