package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.document.StoredDocument;

/** The pictures of goods and their order. */
@ApplicationScoped
class PictureRepository {
    /** A listing's pictures in their order, {@code l} being the listing. */
    static final String OF_LISTING = """
            (SELECT coalesce(jsonb_agg(jsonb_build_object('sha256', encode(p.sha256, 'hex'),
                        'small', encode(p.small_sha256, 'hex'), 'width', p.width_px, 'height', p.height_px,
                        'zh', p.alt_zh, 'en', p.alt_en) ORDER BY p.place), '[]')
               FROM catalogue_picture p WHERE p.listing_id = l.id)""";

    /** Whose picture it is, and whether anybody may see it. */
    record Shown(UUID organisationId, UUID productId, boolean everybody) {}

    /** Keeps others from changing the pictures of a listing until the transaction ends. */
    Uni<List<GoodsPicture>> lock(SqlConnection tx, UUID listing) {
        return tx.preparedQuery("SELECT FROM catalogue_listing WHERE id = $1 FOR NO KEY UPDATE")
                .execute(Tuple.of(listing))
                .chain(() -> of(tx, listing));
    }

    Uni<List<GoodsPicture>> of(SqlConnection connection, UUID listing) {
        return connection
                .preparedQuery("SELECT " + OF_LISTING + " AS pictures FROM catalogue_listing l WHERE l.id = $1")
                .execute(Tuple.of(listing))
                .map(rows -> {
                    for (Row row : rows) {
                        return GoodsPicture.read(listing, row.getJsonArray("pictures"));
                    }
                    return List.of();
                });
    }

    Uni<Void> add(
            SqlConnection tx,
            UUID listing,
            int place,
            StoredDocument large,
            StoredDocument small,
            GoodsPictures.Alt alt,
            Instant now) {
        return tx.preparedQuery("""
                        INSERT INTO catalogue_picture (listing_id, place, sha256, small_sha256, width_px, height_px, alt_zh,
                                                       alt_en, added_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""")
                .execute(Tuple.tuple()
                        .addUUID(listing)
                        .addInteger(place)
                        .addBuffer(hash(large.sha256()))
                        .addBuffer(hash(small.sha256()))
                        .addInteger(large.widthPx())
                        .addInteger(large.heightPx())
                        .addString(alt.zh())
                        .addString(alt.en())
                        .addOffsetDateTime(StockRepository.utc(now)))
                .replaceWithVoid();
    }

    /** These in this order, and no others. */
    Uni<Void> arrange(SqlConnection tx, UUID listing, List<GoodsPictures.Wish> wishes) {
        String[] hashes = wishes.stream().map(GoodsPictures.Wish::sha256).toArray(String[]::new);
        return tx.preparedQuery(
                        "DELETE FROM catalogue_picture WHERE listing_id = $1 AND encode(sha256, 'hex') <> ALL ($2)")
                .execute(Tuple.of(listing, hashes))
                .chain(() -> tx.preparedQuery("""
                        UPDATE catalogue_picture p SET place = w.place, alt_zh = w.zh, alt_en = w.en
                          FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS w (sha256, zh, en, place)
                         WHERE p.listing_id = $1 AND encode(p.sha256, 'hex') = w.sha256""")
                        .execute(Tuple.of(
                                listing,
                                hashes,
                                wishes.stream().map(wish -> wish.alt().zh()).toArray(String[]::new),
                                wishes.stream().map(wish -> wish.alt().en()).toArray(String[]::new))))
                .replaceWithVoid();
    }

    Uni<Optional<Shown>> shown(SqlConnection connection, UUID listing, String sha256) {
        return connection
                .preparedQuery("""
                        SELECT l.organisation_id, l.product_id, catalogue_public(l) AS everybody
                          FROM catalogue_picture p JOIN catalogue_listing l ON l.id = p.listing_id
                         WHERE p.listing_id = $1 AND $2 IN (p.sha256, p.small_sha256)""")
                .execute(Tuple.tuple().addUUID(listing).addBuffer(hash(sha256)))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(new Shown(
                                row.getUUID("organisation_id"),
                                row.getUUID("product_id"),
                                row.getBoolean("everybody")));
                    }
                    return Optional.empty();
                });
    }

    private static Buffer hash(String sha256) {
        return Buffer.buffer(HexFormat.of().parseHex(sha256));
    }
}
