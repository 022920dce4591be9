package org.bangxiao.promotion;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people have of programmes, and the counters: a limit is asked for in the statement that counts. */
@ApplicationScoped
class CouponRepository {
    /** A programme as it stands for one person. */
    record Held(Programme programme, boolean taken, int used) {}

    private static final String HELD = "SELECT " + ProgrammeRepository.COLUMNS + """
            , m.account_id IS NOT NULL AS taken, coalesce(m.used, 0) AS used
              FROM promotion_programme p LEFT JOIN promotion_fund f ON f.id = p.fund_id
              LEFT JOIN organisation o ON o.id = p.organisation_id
              LEFT JOIN promotion_person m ON m.programme_id = p.id AND m.account_id = $1
            """;

    /** Those without a code that the person can use, or take and use, on that day; the first to end first. */
    Uni<List<Held>> usable(SqlConnection connection, UUID account, LocalDate day, int most) {
        return connection
                .preparedQuery(HELD + """
                         WHERE p.code IS NULL AND p.stopped_at IS NULL AND $2 BETWEEN p.from_day AND p.to_day
                           AND p.used_count < p.most_uses AND p.used_fen + p.off_fen <= p.budget_fen
                           AND coalesce(m.used, 0) < p.most_per_person
                           AND (m.account_id IS NOT NULL OR p.taken_count < p.most_uses)
                         ORDER BY p.to_day, p.id LIMIT $3""")
                .execute(Tuple.of(account, day, most))
                .map(CouponRepository::held);
    }

    /** By id where it has no code, else by its code. */
    Uni<Optional<Held>> chosen(SqlConnection connection, UUID account, @Nullable UUID id, String code) {
        return connection
                .preparedQuery(HELD + """
                         WHERE (p.id = $2 AND p.code IS NULL) OR p.code = $3 ORDER BY p.stopped_at DESC NULLS FIRST LIMIT 1""")
                .execute(Tuple.of(account, id, code))
                .map(rows -> held(rows).stream().findFirst());
    }

    /** False where the person has used it as often as one person may; answers whether it was taken with this. */
    Uni<Optional<Boolean>> count(SqlConnection tx, UUID programme, UUID account, Instant now) {
        return tx.preparedQuery("""
                        INSERT INTO promotion_person AS m (programme_id, account_id, most, used, taken_at)
                        SELECT p.id, $2::uuid, p.most_per_person, 1, $3::timestamptz FROM promotion_programme p WHERE p.id = $1
                        ON CONFLICT (programme_id, account_id) DO UPDATE SET used = m.used + 1 WHERE m.used < m.most
                        RETURNING xmax = 0 AS taken_now""")
                .execute(Tuple.of(programme, account, utc(now)))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getBoolean("taken_now")));
    }

    /** Counts a use where the programme runs on that day and has one left; false where not. */
    Uni<Boolean> use(SqlConnection tx, UUID programme, long fen, boolean takenNow, LocalDate day) {
        return tx.preparedQuery("""
                        UPDATE promotion_programme SET used_fen = used_fen + $2, used_count = used_count + 1,
                               taken_count = taken_count + CASE WHEN $3 AND code IS NULL THEN 1 ELSE 0 END
                         WHERE id = $1 AND stopped_at IS NULL AND $4 BETWEEN from_day AND to_day
                           AND used_fen + $2 <= budget_fen AND used_count < most_uses
                           AND (NOT $3 OR code IS NOT NULL OR taken_count < most_uses)""")
                .execute(Tuple.of(programme, fen, takenNow, day))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<Void> used(SqlConnection tx, UUID purchase, UUID programme, UUID account, long fen, Instant now) {
        return tx.preparedQuery("""
                        INSERT INTO promotion_redemption (purchase_id, programme_id, account_id, discount_fen, redeemed_at)
                        VALUES ($1, $2, $3, $4, $5)""")
                .execute(Tuple.of(purchase, programme, account, fen, utc(now)))
                .replaceWithVoid();
    }

    /** Takes one without using it; false where all are taken. Twice is the same as once. */
    Uni<Boolean> take(SqlConnection tx, UUID programme, UUID account, LocalDate day, Instant now) {
        return tx.preparedQuery("""
                        INSERT INTO promotion_person (programme_id, account_id, most, taken_at)
                        SELECT p.id, $2::uuid, p.most_per_person, $3::timestamptz FROM promotion_programme p WHERE p.id = $1
                        ON CONFLICT DO NOTHING""")
                .execute(Tuple.of(programme, account, utc(now)))
                .chain(rows -> rows.rowCount() == 0
                        ? Uni.createFrom().item(true)
                        : tx.preparedQuery("""
                                UPDATE promotion_programme SET taken_count = taken_count + 1
                                 WHERE id = $1 AND code IS NULL AND stopped_at IS NULL AND to_day >= $2 AND taken_count < most_uses
                                """)
                                .execute(Tuple.of(programme, day))
                                .map(counted -> counted.rowCount() == 1));
    }

    Uni<Integer> giveBack(SqlConnection tx, Collection<UUID> purchases, Instant now) {
        return tx.preparedQuery("SELECT promotion_give_back($1, $2) AS n")
                .execute(Tuple.of(purchases.toArray(UUID[]::new), utc(now)))
                .map(rows -> rows.iterator().next().getInteger("n"));
    }

    /** Uses again what was given back; false where somebody else has used it up meanwhile. */
    Uni<Boolean> useAgain(SqlConnection tx, UUID purchase) {
        return tx.preparedQuery("""
                        UPDATE promotion_redemption SET given_back_at = NULL WHERE purchase_id = $1 AND given_back_at IS NOT NULL
                        RETURNING programme_id, account_id, discount_fen""").execute(Tuple.of(purchase)).chain(rows -> {
            if (rows.size() == 0) {
                return Uni.createFrom().item(true);
            }
            Row row = rows.iterator().next();
            UUID programme = row.getUUID("programme_id");
            return tx.preparedQuery("""
                            UPDATE promotion_person SET used = used + 1
                             WHERE programme_id = $1 AND account_id = $2 AND used < most""")
                    .execute(Tuple.of(programme, row.getUUID("account_id")))
                    .chain(person -> tx.preparedQuery("""
                                    UPDATE promotion_programme SET used_fen = used_fen + $2, used_count = used_count + 1
                                     WHERE id = $1 AND used_fen + $2 <= budget_fen AND used_count < most_uses""")
                            .execute(Tuple.of(programme, row.getLong("discount_fen")))
                            .map(counted -> person.rowCount() == 1 && counted.rowCount() == 1));
        });
    }

    private static List<Held> held(RowSet<Row> rows) {
        List<Held> held = new ArrayList<>();
        rows.forEach(row -> held.add(
                new Held(ProgrammeRepository.programme(row), row.getBoolean("taken"), row.getInteger("used"))));
        return held;
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
