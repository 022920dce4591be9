package org.bangxiao.bench;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.ledger.ProofCheck;
import org.bangxiao.ledger.RecordProof;
import org.bangxiao.ledger.VerifyProof;

/**
 * Proofs of sales drawn at random, asked for one after the other: until the last byte is there. Against an endpoint of the
 * same process that answers as many bytes for nothing. Some of them are checked as a stranger would.
 */
final class ProofBenchmark {
    private static final int WARM_UP = 2_000;
    private static final int MEASURED = 1_000;
    private static final int CHECKED = 100;
    private static final int STEPS_OF_A_PROOF = 8;

    private final Database database;
    private final Service service;
    private final Load load;

    ProofBenchmark(Database database, Service service, Load load) {
        this.database = database;
        this.service = service;
        this.load = load;
    }

    /** Of sales that were bought, and of sales that a partner reported among tens of thousands. */
    List<Figure> measure(String scale) throws SQLException, IOException, InterruptedException {
        return List.of(
                one("proof", "NOT reported", scale, "out of purchases"),
                one("proof-reported", "reported", scale, "out of reports"));
    }

    private Figure one(String name, String which, String scale, String whence)
            throws SQLException, IOException, InterruptedException {
        List<UUID> sales = database.ids("SELECT id FROM sale WHERE " + which + " ORDER BY random() LIMIT " + MEASURED);
        List<UUID> others = database.ids("SELECT id FROM sale WHERE " + which + " ORDER BY random() LIMIT " + WARM_UP);
        check(sales.subList(0, Math.min(CHECKED, sales.size())));
        long bytes = load.await(load.get(path(sales.get(0)))).length();
        String nothing = "/q/bench/no-op?bytes=" + bytes;
        for (UUID other : others) {
            load.await(load.get(path(other)));
            load.await(load.get(nothing));
        }
        long[] ours = new long[sales.size()];
        long[] bound = new long[sales.size()];
        for (int i = 0; i < ours.length; i++) {
            ours[i] = nanos(path(sales.get(i)));
            bound[i] = nanos(nothing);
        }
        Arrays.sort(ours);
        Arrays.sort(bound);
        return Figure.millis(
                name,
                ours[ours.length / 2],
                bound[bound.length / 2],
                scale + ", sales " + whence + ", median of " + ours.length + " of " + bytes
                        + " bytes, slowest in a hundred " + Figure.millisOf(ours[ours.length * 99 / 100]) + " ms");
    }

    private long nanos(String path) {
        long from = System.nanoTime();
        load.await(load.get(path));
        return System.nanoTime() - from;
    }

    private static String path(UUID sale) {
        return "/api/sales/" + sale + "/proof";
    }

    /** Each with the published keys alone, and one by the command that is given to strangers. */
    private void check(List<UUID> sales) throws IOException, InterruptedException {
        ObjectMapper json = new ObjectMapper()
                .registerModule(new JavaTimeModule())
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
        Buffer published = load.await(load.get("/api/proofs/keys"));
        Map<String, byte[]> keys = new HashMap<>();
        for (Object item : published.toJsonObject().getJsonArray("keys")) {
            JsonObject key = (JsonObject) item;
            keys.put(key.getString("kid"), Base64.getUrlDecoder().decode(key.getString("x")));
        }
        for (UUID sale : sales) {
            RecordProof proof = json.readValue(load.await(load.get(path(sale))).getBytes(), RecordProof.class);
            List<ProofCheck.Finding> findings = ProofCheck.check(proof, keys);
            if (findings.size() != STEPS_OF_A_PROOF || !findings.stream().allMatch(ProofCheck.Finding::passed)) {
                throw new IllegalStateException("sale " + sale + " is not proven: " + findings);
            }
        }
        Path proof = service.data().resolve("proof.json");
        Path keysFile = service.data().resolve("keys.json");
        Files.write(proof, load.await(load.get(path(sales.get(0)))).getBytes());
        Files.write(keysFile, published.getBytes());
        Process command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        VerifyProof.class.getName(),
                        proof.toString(),
                        keysFile.toString())
                .redirectErrorStream(true)
                .redirectOutput(service.data().resolve("verified.log").toFile())
                .start();
        if (command.waitFor() != 0) {
            throw new IllegalStateException("the command does not verify " + proof);
        }
    }
}
