package org.bangxiao.payment;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Digests;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * A bank's statement: uploaded, looked at, taken in. The same file is one statement, the same movement of the bank one
 * transfer, however often either comes. What fits a payment exactly pays it; all else waits for a decision.
 */
@ApplicationScoped
class Statements {
    /** What would become, or became, of a line: EXACT, UNMATCHED, SHORT, OVER, DOUBLE, KNOWN or FAULTY. */
    record Line(StatementRow row, String outcome, @Nullable String code) {}

    record Preview(Transfer.Statement statement, List<Line> lines) {
        public long goodLines() {
            return lines.stream()
                    .filter(line ->
                            !line.outcome().equals("FAULTY") && !line.outcome().equals("KNOWN"))
                    .count();
        }

        public long faulty() {
            return lines.stream()
                    .filter(line -> line.outcome().equals("FAULTY"))
                    .count();
        }
    }

    private static final int LONGEST_NAME = 120;

    private final Tx tx;
    private final TransferRepository repository;
    private final Transfers transfers;
    private final Secrets secrets;
    private final BusinessClock clock;
    private final Vertx vertx;

    Statements(
            Tx tx,
            TransferRepository repository,
            Transfers transfers,
            Secrets secrets,
            BusinessClock clock,
            Vertx vertx) {
        this.tx = tx;
        this.repository = repository;
        this.transfers = transfers;
        this.secrets = secrets;
        this.clock = clock;
        this.vertx = vertx;
    }

    /** Keeps a file that can be read; problems as {@link StatementFile#read}. The same file again is the same statement. */
    Uni<UUID> upload(Actor actor, String name, byte[] file) {
        byte[] sha256 = Digests.sha256(file);
        UUID id = Ids.next();
        String shown = name.isBlank() ? "-" : name.substring(0, Math.min(name.length(), LONGEST_NAME));
        return vertx.executeBlocking(() -> StatementFile.read(file), false)
                .chain(rows -> tx.write(connection -> repository
                        .keep(
                                connection,
                                id,
                                sha256,
                                shown,
                                secrets.encrypt(file, place(id)),
                                actor.accountId(),
                                clock.instant())
                        .call(kept -> kept.equals(id)
                                ? Transfers.note(
                                        connection,
                                        actor,
                                        clock.instant(),
                                        "payment-statement-upload",
                                        id,
                                        Map.of("rows", rows.size()))
                                : Uni.createFrom().voidItem())));
    }

    /** What would become of each line now. */
    Uni<Preview> preview(UUID id) {
        return tx.write(connection -> read(connection, id));
    }

    private Uni<Preview> read(SqlConnection connection, UUID id) {
        return repository
                .statement(connection, id)
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(kept -> rows(kept, id).chain(rows -> {
                    List<String> refs = rows.stream().map(StatementRow::bankRef).toList();
                    List<String> codes = rows.stream()
                            .map(StatementRow::code)
                            .flatMap(Optional::stream)
                            .toList();
                    return repository
                            .known(connection, refs)
                            .chain(known -> repository
                                    .coded(connection, codes)
                                    .map(coded -> new Preview(kept.statement(), judged(rows, known, coded))));
                }));
    }

    private Uni<List<StatementRow>> rows(TransferRepository.Kept kept, UUID id) {
        return vertx.executeBlocking(
                () -> StatementFile.read(secrets.decryptBytes(kept.cipher().getBytes(), place(id))), false);
    }

    private static List<Line> judged(
            List<StatementRow> rows, Map<String, Long> known, Map<String, PaymentIntent> coded) {
        Set<UUID> used = new HashSet<>();
        return rows.stream()
                .map(row -> {
                    Long before = known.get(row.bankRef());
                    StatementRow seen = row.fault() == null && before != null && before != row.amountFen()
                            ? row.with(StatementFile.fault("statement-contradicts"))
                            : row;
                    String outcome = seen.fault() != null ? "FAULTY" : before != null ? "KNOWN" : why(row, coded, used);
                    return new Line(seen, outcome, row.code().orElse(null));
                })
                .toList();
    }

    private static String why(StatementRow row, Map<String, PaymentIntent> coded, Set<UUID> used) {
        PaymentIntent intent = row.code().map(coded::get).orElse(null);
        if (intent == null) {
            return "UNMATCHED";
        }
        if (!intent.open()) {
            return "DOUBLE";
        }
        int against = Long.compare(row.amountFen(), intent.amountFen());
        return against < 0 ? "SHORT" : against > 0 ? "OVER" : used.add(intent.id()) ? "EXACT" : "DOUBLE";
    }

    /** Takes it in, once. Problem {@code not-found}. */
    Uni<Preview> take(Actor actor, UUID id) {
        Instant now = clock.instant();
        return tx.write(connection -> read(connection, id).call(preview -> {
                    if (preview.statement().takenAt() != null) {
                        return Uni.createFrom().voidItem();
                    }
                    return repository
                            .coded(
                                    connection,
                                    preview.lines().stream()
                                            .map(Line::code)
                                            .flatMap(Stream::ofNullable)
                                            .toList())
                            .chain(coded -> repository.insert(
                                    connection,
                                    id,
                                    preview.lines().stream()
                                            .filter(line -> !line.outcome().equals("FAULTY")
                                                    && !line.outcome().equals("KNOWN"))
                                            .map(line -> incoming(line, coded))
                                            .toList(),
                                    now))
                            .chain(() -> repository.taken(connection, id, actor.accountId(), now))
                            .chain(() -> Transfers.note(
                                    connection,
                                    actor,
                                    now,
                                    "payment-statement-take",
                                    id,
                                    Map.of("rows", preview.goodLines(), "faulty", preview.faulty())));
                }))
                .call(transfers::settleUnfinished);
    }

    private TransferRepository.Incoming incoming(Line line, Map<String, PaymentIntent> coded) {
        UUID id = Ids.next();
        StatementRow row = line.row();
        String payer = new JsonObject()
                .put("name", row.payer())
                .put("account", row.payerAccount())
                .put("purpose", row.purpose())
                .encode();
        PaymentIntent intent = line.code() == null ? null : coded.get(line.code());
        return new TransferRepository.Incoming(
                id,
                row,
                Buffer.buffer(secrets.encrypt(payer, Transfers.payerPlace(id))),
                intent == null ? null : intent.id(),
                line.outcome());
    }

    private static String place(UUID statement) {
        return "payment_statement:" + statement + ":content";
    }
}
