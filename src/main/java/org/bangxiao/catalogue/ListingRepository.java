package org.bangxiao.catalogue;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bangxiao.certification.CertificateView;
import org.bangxiao.certification.CertifiedProduct;
import org.bangxiao.platform.Audit;
import org.hibernate.StaleObjectStateException;
import org.jspecify.annotations.Nullable;

/** Listings in the database: the entity that suppliers edit, and the SQL beside it. */
@ApplicationScoped
class ListingRepository implements PanacheRepositoryBase<Listing, UUID> {
    private static final String VIEW = """
            SELECT l.id, l.product_id, l.organisation_id, l.version, l.state, l.name_zh, l.name_en, l.description_zh,
                   l.description_en, l.category, l.county_code, l.unit, l.price_fen,
                   l.sale_months, l.shelf_life_days, l.storage, l.certificate_number, l.net_weight_grams, l.weighed,
                   l.packed_weight_grams, l.freight_template_id, l.presale_until, l.presale_from, l.presale_to, l.cancel_hours,
                   l.certificate_valid, l.certificate_to AS valid_to, l.listed_at, s.onhand, s.sold, s.reserved,
                   coalesce((SELECT sum(h.quantity) FROM catalogue_hold h
                              WHERE h.listing_id = l.id AND h.state = 'ACTIVE' AND h.expires_at <= $2), 0)::bigint AS lapsed
              FROM catalogue_listing l JOIN catalogue_stock s ON s.listing_id = l.id
             WHERE %s""";

    /** A listing whose number of households is to be counted anew. */
    record Linked(UUID id, UUID linkId, int households) {}

    /**
     * By what a listing is found.
     *
     * @param search lexemes of its vector
     * @param known  what a word with a slip is compared with
     */
    record Words(String search, Set<String> known) {
        static Words of(CertificateView certificate, List<String> about) {
            List<String> texts = new ArrayList<>(about);
            texts.add(certificate.nameZh());
            texts.add(certificate.nameEn());
            return new Words(
                    SearchWords.vector(certificate.nameZh(), certificate.nameEn(), about), SearchWords.known(texts));
        }
    }

    /** Sends what was changed; fails with {@code listing-changed-meanwhile} where somebody was quicker. */
    Uni<Void> written() {
        return flush().onFailure(StaleObjectStateException.class)
                .transform(stale -> CatalogueProblems.changedMeanwhile());
    }

    /** Those on sale by suppliers who may sell at that moment; whether their certificates hold is not asked here. */
    Uni<List<SaleableListing>> onSale(SqlConnection connection, Collection<UUID> listings, Instant moment) {
        return select(
                connection,
                " AND state = 'ON_SALE' AND organisation_sells(organisation_id, $2)",
                Tuple.of(StockRepository.ids(listings), moment.atOffset(ZoneOffset.UTC)));
    }

    /** Of listings that may not be sold, why not: what is on sale by somebody who may sell lacks its certificate. */
    Uni<Map<UUID, Obstacle>> obstacles(SqlConnection connection, Collection<UUID> listings, Instant moment) {
        return connection
                .preparedQuery("""
                        SELECT id, CASE WHEN state <> 'ON_SALE' THEN 'WITHDRAWN'
                                        WHEN NOT organisation_sells(organisation_id, $2) THEN 'SUPPLIER'
                                        WHEN certificate_valid AND presale_until < ($2 AT TIME ZONE 'Asia/Shanghai')::date
                                        THEN 'PRESALE'
                                        ELSE 'CERTIFICATE' END AS obstacle
                          FROM catalogue_listing WHERE id = ANY ($1)""")
                .execute(Tuple.of(StockRepository.ids(listings), moment.atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    Map<UUID, Obstacle> found = new HashMap<>();
                    rows.forEach(row -> found.put(row.getUUID("id"), Obstacle.valueOf(row.getString("obstacle"))));
                    return found;
                });
    }

    /** All that exist of them. */
    Uni<List<SaleableListing>> known(SqlConnection connection, Collection<UUID> listings) {
        return select(connection, "", Tuple.of(StockRepository.ids(listings)));
    }

    private static Uni<List<SaleableListing>> select(SqlConnection connection, String filter, Tuple parameters) {
        return connection.preparedQuery("""
                        SELECT id, product_id, organisation_id, certificate_number, name_zh, name_en, region, county_code,
                               category, unit, net_weight_grams, weighed, perishable, price_fen, catalogue_tiers(id) AS tiers,
                               packed_weight_grams, catalogue_freight(freight_template_id, organisation_id) AS freight,
                               presale_until, presale_from, presale_to, cancel_hours,
                               CASE WHEN catalogue_public(l) THEN front_picture END AS front_picture
                          FROM catalogue_listing l WHERE id = ANY ($1)""" + filter).execute(parameters).map(rows -> {
            List<SaleableListing> found = new ArrayList<>();
            rows.forEach(row -> found.add(saleable(row)));
            return found;
        });
    }

    Uni<Void> insert(
            SqlConnection tx,
            UUID id,
            ListingDraft draft,
            CertifiedProduct product,
            Words words,
            int households,
            Instant now) {
        Long priceFen = draft.priceFen();
        return tx.preparedQuery("""
                        INSERT INTO catalogue_listing (id, product_id, organisation_id, certificate_number,
                               certificate_valid, valid_to, name_zh, name_en, description_zh, description_en, category, region,
                               county_code, unit, net_weight_grams, price_fen, harvest_months, perishable,
                               geographical_indication, link_id, households, search, listed_at, state)
                        VALUES ($1, $2, $3, $4, true, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                               $20, $21::text::tsvector, $22, CASE WHEN $23 THEN 'ON_SALE' ELSE 'DRAFT' END)""")
                .execute(Tuple.from(java.util.Arrays.asList(
                        id,
                        draft.productId(),
                        product.certificate().organisationId(),
                        product.certificate().number(),
                        product.certificate().validTo(),
                        product.certificate().nameZh(),
                        product.certificate().nameEn(),
                        draft.descriptionZh().strip(),
                        draft.descriptionEn().strip(),
                        product.certificate().category(),
                        product.certificate().region(),
                        product.certificate().countyCode(),
                        product.packageUnit(),
                        product.netWeightGrams(),
                        priceFen == null ? product.priceFen() : priceFen,
                        product.harvestMonths().toArray(new Integer[0]),
                        product.perishable(),
                        product.geographicalIndication(),
                        product.linkId(),
                        households,
                        words.search(),
                        StockRepository.utc(now),
                        draft.published())))
                .chain(() -> learn(tx, words));
    }

    /** What the certificate says now, into the listing of its product; price and stock stay the supplier's. */
    Uni<Void> follow(SqlConnection tx, CertifiedProduct product, Words words, int households) {
        return tx.preparedQuery("""
                        UPDATE catalogue_listing
                           SET name_zh = $2, name_en = $3, category = $4, county_code = $5, unit = $6, net_weight_grams = $7::bigint,
                               weighed = weighed AND coalesce($7::bigint % 100 = 0, false),
                               harvest_months = $8, perishable = $9, geographical_indication = $10, link_id = $11,
                               households = $12, search = $13::text::tsvector, version = version + 1
                         WHERE product_id = $1""")
                .execute(Tuple.from(java.util.Arrays.asList(
                        product.certificate().productId(),
                        product.certificate().nameZh(),
                        product.certificate().nameEn(),
                        product.certificate().category(),
                        product.certificate().countyCode(),
                        product.packageUnit(),
                        product.netWeightGrams(),
                        product.harvestMonths().toArray(new Integer[0]),
                        product.perishable(),
                        product.geographicalIndication(),
                        product.linkId(),
                        households,
                        words.search())))
                .chain(() -> learn(tx, words));
    }

    private static Uni<Void> learn(SqlConnection tx, Words words) {
        return tx.preparedQuery("SELECT catalogue_learn($1)")
                .execute(Tuple.of(words.known().toArray(new String[0])))
                .replaceWithVoid();
    }

    Uni<@Nullable ListingView> view(SqlConnection connection, UUID id, Instant now) {
        return connection
                .preparedQuery(VIEW.formatted("l.id = $1"))
                .execute(Tuple.of(id, StockRepository.utc(now)))
                .map(rows -> {
                    for (Row row : rows) {
                        return view(row);
                    }
                    return null;
                });
    }

    /** An organisation's listings, the newest first; one more than {@code size} where there are more. */
    Uni<List<ListingView>> ofOrganisation(
            SqlConnection connection,
            UUID organisation,
            @Nullable Cursor after,
            int size,
            Instant now,
            LocalDate today) {
        Instant from = after == null
                ? Instant.parse("9999-01-01T00:00:00Z")
                : Instant.EPOCH.plus(after.key(), ChronoUnit.MICROS);
        UUID beyond = after == null ? new UUID(-1, -1) : after.id();
        return connection
                .preparedQuery(VIEW.formatted("""
                                l.organisation_id = ANY (organisation_acted_for($1, $6))
                                   AND organisation_acts_for($1, l.organisation_id, l.product_id, $6)
                                   AND (l.listed_at, l.id) < ($3, $4)
                                 ORDER BY l.listed_at DESC, l.id DESC LIMIT $5"""))
                .execute(Tuple.of(
                        organisation, StockRepository.utc(now), from.atOffset(ZoneOffset.UTC), beyond, size + 1, today))
                .map((RowSet<Row> rows) -> {
                    List<ListingView> views = new ArrayList<>();
                    rows.forEach(row -> views.add(view(row)));
                    return views;
                });
    }

    /** Those products of certificates that an organisation acts for today, its own or by mandate. */
    Uni<List<UUID>> actedFor(
            SqlConnection connection, UUID organisation, Collection<CertificateView> certificates, LocalDate today) {
        return connection
                .preparedQuery("""
                        SELECT w.product FROM unnest($2::uuid[], $3::uuid[]) AS w (supplier, product)
                         WHERE organisation_acts_for($1, w.supplier, w.product, $4)""")
                .execute(Tuple.of(
                        organisation,
                        certificates.stream()
                                .map(CertificateView::organisationId)
                                .toArray(UUID[]::new),
                        certificates.stream().map(CertificateView::productId).toArray(UUID[]::new),
                        today))
                .map(rows -> {
                    List<UUID> products = new ArrayList<>();
                    rows.forEach(row -> products.add(row.getUUID("product")));
                    return products;
                });
    }

    /** Products already on the shelf, of those given. */
    Uni<List<UUID>> listed(SqlConnection connection, Collection<UUID> products) {
        return connection
                .preparedQuery("SELECT product_id FROM catalogue_listing WHERE product_id = ANY ($1)")
                .execute(Tuple.of(StockRepository.ids(products)))
                .map(rows -> {
                    List<UUID> listed = new ArrayList<>();
                    rows.forEach(row -> listed.add(row.getUUID("product_id")));
                    return listed;
                });
    }

    /** Some listings in the order of their ids. */
    Uni<List<Linked>> linked(SqlConnection connection, UUID after, int most) {
        return connection
                .preparedQuery(
                        "SELECT id, link_id, households FROM catalogue_listing WHERE id > $1 ORDER BY id LIMIT $2")
                .execute(Tuple.of(after, most))
                .map(rows -> {
                    List<Linked> linked = new ArrayList<>();
                    rows.forEach(row -> linked.add(
                            new Linked(row.getUUID("id"), row.getUUID("link_id"), row.getInteger("households"))));
                    return linked;
                });
    }

    Uni<Void> households(SqlConnection tx, Map<UUID, Integer> households) {
        return tx.preparedQuery("""
                        UPDATE catalogue_listing l SET households = n.households
                          FROM unnest($1::uuid[], $2::int[]) AS n (id, households) WHERE l.id = n.id""")
                .execute(Tuple.of(
                        StockRepository.ids(households.keySet()),
                        households.values().toArray(new Integer[0])))
                .replaceWithVoid();
    }

    /** When it is sent and how it keeps. */
    Uni<Void> keeping(SqlConnection tx, UUID listing, ShelfData data) {
        return tx.preparedQuery("""
                        UPDATE catalogue_listing SET sale_months = $2, shelf_life_days = $3, storage = $4, version = version + 1
                         WHERE id = $1""")
                .execute(Tuple.of(
                        listing, data.saleMonths().toArray(new Integer[0]), data.shelfLifeDays(), data.storage()))
                .replaceWithVoid();
    }

    /** What it weighs packed and which template its delivery follows. */
    Uni<Void> freight(SqlConnection tx, UUID listing, ListingFreight.Choice choice) {
        return tx.preparedQuery("""
                        UPDATE catalogue_listing SET freight_template_id = $2, packed_weight_grams = $3, version = version + 1
                         WHERE id = $1""")
                .execute(Tuple.of(listing, choice.templateId(), choice.packedGrams()))
                .replaceWithVoid();
    }

    Uni<Void> audit(Audit.Deed deed) {
        return getSession().chain(session -> Audit.write(session, deed));
    }

    private static ListingView view(Row row) {
        long onHand = row.getLong("onhand");
        long sold = row.getLong("sold");
        long held = row.getLong("reserved") - row.getLong("lapsed");
        return new ListingView(
                row.getUUID("id"),
                row.getUUID("product_id"),
                row.getUUID("organisation_id"),
                row.getInteger("version"),
                row.getString("state").equals("DRAFT"),
                row.getString("state").equals("ON_SALE"),
                row.getString("name_zh"),
                row.getString("name_en"),
                row.getString("description_zh"),
                row.getString("description_en"),
                row.getString("category"),
                row.getString("county_code"),
                row.getString("unit"),
                row.getLong("price_fen"),
                new ShelfData(
                        List.of(row.getArrayOfIntegers("sale_months")),
                        row.getInteger("shelf_life_days"),
                        row.getString("storage")),
                row.getLong("net_weight_grams"),
                row.getBoolean("weighed"),
                new ListingFreight.Choice(row.getUUID("freight_template_id"), row.getLong("packed_weight_grams")),
                presale(row),
                row.getInteger("cancel_hours"),
                row.getString("certificate_number"),
                row.getBoolean("certificate_valid"),
                row.getLocalDate("valid_to"),
                onHand,
                sold,
                held,
                onHand - sold - held,
                row.getOffsetDateTime("listed_at").toInstant());
    }

    static @Nullable Presale presale(Row row) {
        return Presale.of(
                row.getLocalDate("presale_until"), row.getLocalDate("presale_from"), row.getLocalDate("presale_to"));
    }

    private static SaleableListing saleable(Row row) {
        String nameZh = row.getString("name_zh");
        String category = row.getString("category");
        return new SaleableListing(
                row.getUUID("id"),
                row.getUUID("product_id"),
                row.getUUID("organisation_id"),
                row.getString("certificate_number"),
                nameZh,
                row.getString("name_en"),
                row.getString("region"),
                row.getString("county_code"),
                category,
                row.getString("unit"),
                row.getLong("net_weight_grams"),
                row.getBoolean("weighed"),
                row.getBoolean("perishable"),
                row.getLong("price_fen"),
                new Prices(row.getLong("price_fen"), Prices.read(row.getString("tiers"))),
                Pictures.of(row.getUUID("id"), row.getString("front_picture"), category, nameZh),
                presale(row),
                row.getInteger("cancel_hours"),
                Delivery.of(
                        row.getString("freight"), row.getLong("packed_weight_grams"), row.getLong("net_weight_grams")));
    }
}
