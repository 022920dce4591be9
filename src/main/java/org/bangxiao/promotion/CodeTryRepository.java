package org.bangxiao.promotion;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;

/** How often codes were tried. */
@ApplicationScoped
class CodeTryRepository {
    /**
     * One more try of each; what began before the window begins anew, and some of what others left behind goes. In the order
     * of the subjects, so that two never wait for each other.
     *
     * @param most by subject, how many are allowed
     * @return since when one of them has tried too often, and then nothing is counted
     */
    Uni<Optional<Instant>> take(SqlConnection tx, SortedMap<String, Integer> most, Instant now, Instant begin) {
        String[] subjects = most.keySet().toArray(new String[0]);
        Tuple limits = Tuple.of(subjects, most.values().toArray(Integer[]::new));
        return tx.preparedQuery("""
                        INSERT INTO promotion_code_try AS t (subject, since, tries)
                        SELECT s, $2, 0 FROM unnest($1::text[]) WITH ORDINALITY AS u (s, place) ORDER BY place
                        ON CONFLICT (subject) DO UPDATE
                           SET tries = CASE WHEN t.since > $3 THEN t.tries ELSE 0 END,
                               since = CASE WHEN t.since > $3 THEN t.since ELSE $2 END""")
                .execute(Tuple.of(subjects, CouponRepository.utc(now), CouponRepository.utc(begin)))
                .chain(() -> tx.preparedQuery("""
                                SELECT max(t.since) FROM promotion_code_try t
                                  JOIN unnest($1::text[], $2::int[]) AS m (subject, most) USING (subject)
                                 WHERE t.tries >= m.most""").execute(limits))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getOffsetDateTime(0))
                        .map(OffsetDateTime::toInstant))
                .call(full -> full.isPresent()
                        ? Uni.createFrom().voidItem()
                        : tx.preparedQuery("UPDATE promotion_code_try SET tries = tries + 1 WHERE subject = ANY ($1)")
                                .execute(Tuple.of(subjects)))
                .call(() -> tx.preparedQuery("""
                                DELETE FROM promotion_code_try WHERE subject IN (
                                    SELECT subject FROM promotion_code_try WHERE since <= $1 LIMIT 100
                                       FOR UPDATE SKIP LOCKED)""").execute(Tuple.of(CouponRepository.utc(begin))));
    }

    /** The tries were none. */
    Uni<Void> giveBack(SqlConnection tx, Collection<String> subjects) {
        return tx.preparedQuery("""
                        UPDATE promotion_code_try t SET tries = t.tries - 1
                          FROM (SELECT subject FROM promotion_code_try WHERE subject = ANY ($1) AND tries > 0
                                 ORDER BY subject FOR UPDATE) s
                         WHERE t.subject = s.subject""")
                .execute(Tuple.of(subjects.toArray(new String[0])))
                .replaceWithVoid();
    }
}
