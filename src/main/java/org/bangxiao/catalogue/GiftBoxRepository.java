package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Gift boxes and what is in them. */
@ApplicationScoped
class GiftBoxRepository {
    private static final String SELECT = """
            SELECT b.id, b.organisation_id, b.version, b.offered, b.name_zh, b.name_en, b.text_zh, b.text_en,
                   (SELECT jsonb_agg(jsonb_build_object('listing', g.listing_id, 'pieces', g.pieces) ORDER BY g.place)
                      FROM catalogue_box_goods g WHERE g.box_id = b.id) AS goods
              FROM catalogue_box b WHERE""";

    /** Goods that a supplier may put into a box, or has. */
    record Choice(UUID listingId, String nameZh, String nameEn, String unit, long priceFen) {}

    Uni<Optional<GiftBox>> find(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery(SELECT + " b.id = $1")
                .execute(Tuple.of(id))
                .map(rows -> boxes(rows).stream().findFirst());
    }

    /** The same, kept from others until the transaction ends. */
    Uni<Optional<GiftBox>> lock(SqlConnection tx, UUID id) {
        return tx.preparedQuery("SELECT FROM catalogue_box WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(id))
                .chain(() -> find(tx, id));
    }

    /** A supplier's, the newest first, those before the last one of the page before. */
    Uni<List<GiftBox>> own(SqlConnection connection, UUID organisation, UUID before, int most) {
        return connection
                .preparedQuery(SELECT + " b.organisation_id = $1 AND b.id < $2 ORDER BY b.id DESC LIMIT $3")
                .execute(Tuple.of(organisation, before, most))
                .map(GiftBoxRepository::boxes);
    }

    /** What of a supplier's goods can be put into a box that day, the newest first, after those that are in it. */
    Uni<List<Choice>> choices(
            SqlConnection connection, UUID organisation, Collection<UUID> inside, LocalDate day, int most) {
        return connection
                .preparedQuery("""
                        SELECT id, name_zh, name_en, unit, price_fen FROM catalogue_listing l
                         WHERE organisation_id = $1
                           AND (id = ANY ($2) OR catalogue_public(l) AND valid_to >= $3 AND NOT weighed
                                                 AND presale_until IS NULL AND cancel_hours IS NULL)
                         ORDER BY id = ANY ($2) DESC, listed_at DESC, id DESC LIMIT $4""")
                .execute(Tuple.of(organisation, StockRepository.ids(inside), day, most))
                .map(rows -> {
                    List<Choice> choices = new ArrayList<>();
                    rows.forEach(row -> choices.add(new Choice(
                            row.getUUID("id"),
                            row.getString("name_zh"),
                            row.getString("name_en"),
                            row.getString("unit"),
                            row.getLong("price_fen"))));
                    return choices;
                });
    }

    /** Writes it whole, a new one where there is none of that id. */
    Uni<Void> write(SqlConnection tx, UUID id, UUID organisation, GiftBoxDraft draft, Instant now) {
        return tx.preparedQuery("""
                        INSERT INTO catalogue_box AS b (id, organisation_id, name_zh, name_en, text_zh, text_en, written_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7)
                        ON CONFLICT (id) DO UPDATE
                           SET name_zh = excluded.name_zh, name_en = excluded.name_en, text_zh = excluded.text_zh,
                               text_en = excluded.text_en, written_at = excluded.written_at, version = b.version + 1""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addUUID(organisation)
                        .addString(draft.nameZh())
                        .addString(draft.nameEn())
                        .addString(draft.textZh())
                        .addString(draft.textEn())
                        .addOffsetDateTime(StockRepository.utc(now)))
                .chain(() -> tx.preparedQuery("DELETE FROM catalogue_box_goods WHERE box_id = $1")
                        .execute(Tuple.of(id)))
                .chain(() -> tx.preparedQuery("""
                                INSERT INTO catalogue_box_goods (box_id, organisation_id, listing_id, place, pieces)
                                SELECT $1, $2, g.listing, g.place - 1, g.pieces
                                  FROM unnest($3::uuid[], $4::int[]) WITH ORDINALITY AS g (listing, pieces, place)""")
                        .execute(Tuple.of(
                                id,
                                organisation,
                                draft.goods().stream()
                                        .map(GiftBoxDraft.Part::listingId)
                                        .toArray(UUID[]::new),
                                draft.goods().stream()
                                        .map(GiftBoxDraft.Part::pieces)
                                        .toArray(Integer[]::new))))
                .replaceWithVoid();
    }

    Uni<Void> offer(SqlConnection tx, UUID id, boolean offered) {
        return tx.preparedQuery("UPDATE catalogue_box SET offered = $2, version = version + 1 WHERE id = $1")
                .execute(Tuple.of(id, offered))
                .replaceWithVoid();
    }

    private static List<GiftBox> boxes(RowSet<Row> rows) {
        List<GiftBox> boxes = new ArrayList<>();
        rows.forEach(row -> boxes.add(new GiftBox(
                row.getUUID("id"),
                row.getUUID("organisation_id"),
                row.getInteger("version"),
                row.getBoolean("offered"),
                row.getString("name_zh"),
                row.getString("name_en"),
                row.getString("text_zh"),
                row.getString("text_en"),
                row.getJsonArray("goods").stream()
                        .map(JsonObject.class::cast)
                        .map(part -> new GiftBoxDraft.Part(
                                UUID.fromString(part.getString("listing")), part.getInteger("pieces")))
                        .toList())));
        return boxes;
    }
}
