package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.bangxiao.platform.BusinessClock;

/** What strangers look up, and how often they found nothing. */
@ApplicationScoped
class LookupRepository {
    /** Misses of an address since then. */
    Uni<Integer> misses(SqlConnection connection, byte[] addressDigest, Instant since) {
        return connection
                .preparedQuery("SELECT misses FROM certification_miss WHERE address_digest = $1 AND since > $2")
                .execute(Tuple.of(Buffer.buffer(addressDigest), utc(since)))
                .map(rows -> rows.size() == 0 ? 0 : rows.iterator().next().getInteger(0));
    }

    /** One more; what is older than the window is forgotten, also of others. */
    Uni<Void> missed(SqlConnection tx, byte[] addressDigest, Instant now, Instant forgotten) {
        return tx.preparedQuery("""
                        INSERT INTO certification_miss AS m (address_digest, since, misses) VALUES ($1, $2, 1)
                        ON CONFLICT (address_digest) DO UPDATE
                           SET misses = CASE WHEN m.since > $3 THEN m.misses + 1 ELSE 1 END,
                               since = CASE WHEN m.since > $3 THEN m.since ELSE $2 END""")
                .execute(Tuple.of(Buffer.buffer(addressDigest), utc(now), utc(forgotten)))
                .chain(() -> tx.preparedQuery("""
                                DELETE FROM certification_miss WHERE address_digest IN (
                                    SELECT address_digest FROM certification_miss WHERE since <= $1 LIMIT 100
                                       FOR UPDATE SKIP LOCKED)""").execute(Tuple.of(utc(forgotten))))
                .replaceWithVoid();
    }

    /** Certificates of products whose name begins so, the newest first. */
    Uni<List<CertificateView>> byName(SqlConnection connection, String name, LocalDate today, int limit) {
        return connection
                .preparedQuery(CertificateRepository.onADay("""
                        (starts_with(c.name_zh, $1) OR starts_with(lower(c.name_en), lower($1)))
                         ORDER BY c.issued_on DESC, c.id DESC LIMIT $3"""))
                .execute(Tuple.of(
                        name,
                        today.plusDays(1).atStartOfDay(BusinessClock.CHINA).toOffsetDateTime(),
                        limit))
                .map(rows -> CertificateRepository.all(rows, today));
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
