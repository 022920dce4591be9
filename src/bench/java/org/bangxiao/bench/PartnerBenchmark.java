package org.bangxiao.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.postgresql.PGConnection;

/** One partner's report by NDJSON over HTTP, against COPY of the rows that came of it into a table of the same shape and indexes. */
final class PartnerBenchmark {
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final Database database;
    private final Service service;
    private final Staff staff;
    private final Goods goods;
    private final Scale scale;

    PartnerBenchmark(Database database, Service service, Staff staff, Goods goods, Scale scale) {
        this.database = database;
        this.service = service;
        this.staff = staff;
        this.goods = goods;
        this.scale = scale;
    }

    Figure measure() throws SQLException, IOException, InterruptedException {
        UUID partner = UUID.randomUUID();
        int rows = scale.partnerRows();
        long ours = report(partner, rows);
        Bench.say("partner-intake: " + Figure.secondsOf(ours) + " s, bound …");
        return Figure.seconds("partner-intake", ours, copy(sourceOf(partner)), rows + " rows of one report, one run");
    }

    /** Opens a partner, sends its report and answers how long the service took to record all of it. */
    long report(UUID partner, int count) throws SQLException, IOException, InterruptedException {
        database.run(
                "INSERT INTO organisation (id, kind, name_zh, area_code, demo, created_at) "
                        + "VALUES (?, 'PARTNER', '演示采购方', '440900', true, now())",
                partner);
        Path rows = service.data().resolve("partner.ndjson");
        write(rows, count);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + service.port() + "/api/partners/" + partner + "/sales"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-ndjson")
                .header("Idempotency-Key", "bench-1")
                .header(
                        "Authorization",
                        staff.as(staff.open("bench-partner", "partner", partner, null))
                                .getOrDefault("Authorization", ""))
                .POST(HttpRequest.BodyPublishers.ofFile(rows))
                .build();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        database.tidy("CHECKPOINT");
        long from = System.nanoTime();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        long ours = System.nanoTime() - from;
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("the intake answered " + answer.statusCode() + " "
                    + answer.body().substring(0, Math.min(300, answer.body().length())));
        }
        long recorded = database.number("SELECT count(*) FROM sale WHERE source = " + sourceOf(partner));
        if (recorded != count) {
            throw new IOException(recorded + " of " + count + " rows were recorded: "
                    + answer.body().substring(0, Math.min(300, answer.body().length())));
        }
        return ours;
    }

    private static String sourceOf(UUID partner) {
        return "'partner:" + partner + "'";
    }

    private void write(Path file, int count) throws IOException {
        Bench.say("partner-intake: writing " + count + " rows …");
        String soldAt = Instant.now().minusSeconds(60).toString();
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (int i = 0; i < count; i++) {
                UUID listing = goods.listings().get(i % goods.listings().size());
                writer.write(new JsonObject()
                        .put("externalId", "bench-" + i)
                        .put("listingId", listing.toString())
                        .put("quantity", 1 + i % 3)
                        .put("grossFen", 3_000 + i % 1_000)
                        .put("channel", "PARTNER_RESALE")
                        .put("tags", new JsonArray())
                        .put("soldAt", soldAt)
                        .encode());
                writer.write('\n');
            }
        }
    }

    private long copy(String source) throws SQLException, IOException {
        database.tidy(
                "DROP TABLE IF EXISTS bench_sale",
                "CREATE TABLE bench_sale (LIKE sale INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)",
                "ALTER TABLE bench_sale OWNER TO bangxiao");
        Path rows = service.data().resolve("partner.copy");
        try (Connection connection = database.connect()) {
            PGConnection postgres = connection.unwrap(PGConnection.class);
            try (OutputStream out = Files.newOutputStream(rows)) {
                postgres.getCopyAPI()
                        .copyOut("COPY (SELECT * FROM sale WHERE source = " + source + " ORDER BY id) TO STDOUT", out);
            }
            database.tidy("CHECKPOINT");
            try (InputStream in = Files.newInputStream(rows)) {
                long from = System.nanoTime();
                postgres.getCopyAPI().copyIn("COPY bench_sale FROM STDIN", in, 1 << 16);
                return System.nanoTime() - from;
            }
        }
    }
}
