package org.bangxiao.platform;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Arrays;
import java.util.function.Supplier;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a write is kept under its {@code Idempotency-Key} in the same transaction as the effect: a repetition
 * gets the kept answer (and says so), another body under the same key is refused ({@code idempotency-key-reused}, 422).
 * A twin that arrives at the same moment waits on the unique key until the first has committed.
 */
public final class Idempotency {
    /**
     * What was answered.
     *
     * @param replayed true where this is the kept answer of an earlier call
     */
    public record Answer(int status, String body, boolean replayed) {}

    private Idempotency() {}

    /**
     * @param scope who and which route, e.g. {@code purchase:<account>}
     * @param key   the caller's header; blank or longer than 200 is {@code idempotency-key-missing} (400)
     * @param work  runs in the same transaction, answers (status, body)
     */
    public static Uni<Answer> once(
            SqlConnection tx, String scope, @Nullable String key, byte[] requestSha256, Supplier<Uni<Answer>> work) {
        if (key == null || key.isBlank() || key.length() > 200) {
            return Uni.createFrom().failure(Problem.of(Problem.Kind.INVALID, "idempotency-key-missing"));
        }
        return tx.preparedQuery("""
                        INSERT INTO platform_idempotency (scope, key, request_sha256) VALUES ($1, $2, $3)
                        ON CONFLICT (scope, key) DO NOTHING""")
                .execute(Tuple.of(
                        scope,
                        key,
                        io.vertx.mutiny.core.buffer.Buffer.buffer(requestSha256).getDelegate()))
                .chain(inserted -> inserted.rowCount() == 1
                        ? work.get().call(answer -> keep(tx, scope, key, answer))
                        : kept(tx, scope, key, requestSha256));
    }

    private static Uni<Void> keep(SqlConnection tx, String scope, String key, Answer answer) {
        return tx.preparedQuery("UPDATE platform_idempotency SET status = $3, body = $4 WHERE scope = $1 AND key = $2")
                .execute(Tuple.of(scope, key, answer.status(), answer.body()))
                .replaceWithVoid();
    }

    private static Uni<Answer> kept(SqlConnection tx, String scope, String key, byte[] requestSha256) {
        return tx.preparedQuery(
                        "SELECT request_sha256, status, body FROM platform_idempotency WHERE scope = $1 AND key = $2")
                .execute(Tuple.of(scope, key))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    if (!Arrays.equals(row.getBuffer("request_sha256").getBytes(), requestSha256)) {
                        throw Problem.of(Problem.Kind.UNPROCESSABLE, "idempotency-key-reused");
                    }
                    return new Answer(row.getInteger("status"), row.getString("body"), true);
                });
    }
}
