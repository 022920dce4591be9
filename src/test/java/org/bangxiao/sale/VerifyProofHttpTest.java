package org.bangxiao.sale;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.bangxiao.ledger.Seals;
import org.bangxiao.ledger.VerifyProof;
import org.bangxiao.platform.Tx;
import org.bangxiao.support.Goods;
import org.bangxiao.support.PostgresForTests;
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
