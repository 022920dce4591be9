package org.bangxiao.platform;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * What must always hold, as queries that answer no row: {@code invariants.sql} and what stands beside it. Every night they
 * are run and each breach is an error in the log; tests and the operator run them when they like.
 */
@ApplicationScoped
public class Invariants {
    private static final Logger LOG = Logger.getLogger(Invariants.class);
    private static final String NAME = "-- name: ";
    private static final int EXAMPLES = 5;
    /** They sort and group whole tables; what serves buyers is spared that much. */
    public static final String MEMORY = "SET LOCAL work_mem = '128MB'";

    /**
     * An invariant that does not hold.
     *
     * @param examples the first rows that break it, as text; ids and numbers only
     */
    public record Breach(String name, List<String> examples) {}

    private final Tx tx;

    Invariants(Tx tx) {
        this.tx = tx;
    }

    /** The queries by name, each limited to a few rows of one text column, in the order of the file. */
    public static Map<String, String> queries() {
        Map<String, String> queries = new LinkedHashMap<>();
        for (String part : (text("/invariants.sql") + text("/invariants-households.sql")).split("(?m)^" + NAME)) {
            int end = part.indexOf('\n');
            if (!part.startsWith("--") && part.contains("SELECT")) {
                String query = part.substring(end + 1).strip();
                queries.put(
                        part.substring(0, end).strip(),
                        "SELECT x::text AS breach FROM (" + query.substring(0, query.lastIndexOf(';')) + ") x LIMIT "
                                + EXAMPLES);
            }
        }
        return queries;
    }

    /** Runs them all and answers those that do not hold. */
    public Uni<List<Breach>> check() {
        return tx.write(connection -> {
            Uni<List<Breach>> checked = connection.query(MEMORY).execute().map(set -> new ArrayList<>());
            for (Map.Entry<String, String> query : queries().entrySet()) {
                checked = checked.chain(breaches -> connection
                        .query(query.getValue())
                        .execute()
                        .map(rows -> {
                            List<String> examples = new ArrayList<>();
                            rows.forEach(row -> examples.add(row.getString("breach")));
                            if (!examples.isEmpty()) {
                                breaches.add(new Breach(query.getKey(), examples));
                            }
                            return breaches;
                        }));
            }
            return checked;
        });
    }

    @Scheduled(cron = "0 30 3 * * ?", timeZone = "Asia/Shanghai", identity = "invariants")
    Uni<Void> everyNight() {
        return check().invoke(breaches -> breaches.forEach(
                        breach -> LOG.errorf("invariant broken: %s %s", breach.name(), breach.examples())))
                .replaceWithVoid();
    }

    private static String text(String file) {
        try (InputStream in = Invariants.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
