package org.bangxiao.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** What is on sale: certificates by SQL, listings by the suppliers themselves, so that words and stock are as in life. */
final class Goods {
    private static final int SUPPLIERS = 150;
    private static final int HOUSEHOLDS = 500;
    /** What suppliers list themselves; more than that looks like these. A multiple of suppliers, so that owners fit. */
    private static final int LISTED_BY_HAND = 6_000;

    private static final String KEY = "goods";

    private final List<UUID> listings;
    private final List<String> counties;

    private Goods(List<UUID> listings, List<String> counties) {
        this.listings = listings;
        this.counties = counties;
    }

    static Goods stock(Database database, Staff staff, Load load, Scale scale)
            throws SQLException, IOException, InterruptedException {
        int products = scale.products();
        Families families = new Families(KEY, "450123", SUPPLIERS, HOUSEHOLDS);
        database.load(families.statements());
        database.load(certified(families, products));
        database.load(families.agreements(products));
        database.load(families.pools(products, "CONFIRMED"));
        Bench.say(products + " products certified");
        list(database, staff, load, families, Math.min(products, LISTED_BY_HAND));
        if (products > LISTED_BY_HAND) {
            new Copies(database).listings(LISTED_BY_HAND);
        }
        if (database.number("SELECT count(*) FROM catalogue_listing") != products) {
            throw new IllegalStateException("not every product was listed");
        }
        database.tidy("VACUUM ANALYZE");
        Bench.say(products + " products listed");
        List<String> counties = Files.readAllLines(Path.of("certification/guangxi/counties.csv")).stream()
                .skip(1)
                .map(line -> line.substring(0, 6))
                .toList();
        return new Goods(database.ids("SELECT id FROM catalogue_listing ORDER BY id"), counties);
    }

    List<UUID> listings() {
        return listings;
    }

    List<String> counties() {
        return counties;
    }

    private static String[] certified(Families families, int products) throws IOException {
        StringBuilder origins = new StringBuilder();
        for (String line : Files.readAllLines(Path.of("certification/guangxi/counties.csv"))) {
            String[] cells = line.split(",", 4);
            if (cells[0].matches("\\d{6}")) {
                origins.append(origins.isEmpty() ? "" : ", ")
                        .append("('")
                        .append(cells[0])
                        .append("', '")
                        .append(cells[1].replaceAll("(各族)?(自治)?县$", ""))
                        .append("', '")
                        .append(cells[2].replace("'", "''"))
                        .append("')");
            }
        }
        String rows = """
                CREATE TEMP TABLE bench_product ON COMMIT DROP AS
                WITH origin AS (SELECT *, row_number() OVER () - 1 AS k FROM (VALUES %s) o(county, zh, en)),
                     kind AS (SELECT *, row_number() OVER () - 1 AS k FROM (VALUES %s) w(zh, en, category))
                SELECT i, %s AS product, %s AS agreement, %s AS org, %s AS link, %s AS application, o.county,
                       o.zh || w.zh || CASE WHEN i > 1000 THEN ' ' || i ELSE '' END AS zh, o.en || ' ' || w.en AS en, w.category
                  FROM generate_series(1, %d) i
                  JOIN origin o ON o.k = i %% (SELECT count(*) FROM origin)
                  JOIN kind w ON w.k = i %% (SELECT count(*) FROM kind)""".formatted(
                        origins,
                        KINDS,
                        families.id("product", "i"),
                        families.id("agreement", "i"),
                        families.id("org", "(1 + (i - 1) % " + SUPPLIERS + ")"),
                        families.id("link", "(1 + (i - 1) % " + SUPPLIERS + ")"),
                        families.id("application", "i"),
                        products);
        return new String[] {rows, APPLICATIONS, CERTIFICATES, VERSIONS};
    }

    private static final String KINDS = """
            ('金桔', 'kumquats', 'fruit'), ('沙田柚', 'pomelos', 'fruit'), ('罗汉果', 'monk fruit', 'fruit'),
            ('芒果', 'mangoes', 'fruit'), ('百香果', 'passion fruit', 'fruit'), ('板栗', 'chestnuts', 'fruit'),
            ('八角', 'star anise', 'processed-farm-product'), ('红茶', 'black tea', 'tea'), ('绿茶', 'green tea', 'tea'),
            ('黑山羊', 'black goat', 'livestock-and-poultry'), ('土鸡', 'chicken', 'livestock-and-poultry'),
            ('香米', 'fragrant rice', 'processed-farm-product'), ('香菇', 'shiitake', 'edible-fungi'),
            ('木耳', 'wood ear', 'edible-fungi'), ('生姜', 'ginger', 'vegetables'), ('葛根', 'kudzu root', 'medicinal-herbs'),
            ('山茶油', 'camellia oil', 'processed-farm-product')""";

    private static final String APPLICATIONS = """
            INSERT INTO certification_application (id, product_id, organisation_id, region, pack_version, state, step_entered_at,
                name_zh, name_en, category, county_code, package_unit, net_weight_grams, price_fen, yearly_capacity,
                harvest_months, perishable, link_id, fee_basis_points, floor_fen_per_unit, dividend_basis_points,
                applicant_id, applicant_person_id, passed_by, criterion, agreement_id, created_at, demo)
            SELECT application, product, org, 'guangxi', 'bench', 'CERTIFIED', now(), zh, en, category, county, '3斤/袋', 1500,
                1000 + (i * 7919) % 20000, 1000000000, '{9,10,11}', false, link, 200, 0, 1000, gen_random_uuid(),
                gen_random_uuid(), gen_random_uuid(), 'members', agreement, now(), true FROM bench_product""";

    private static final String CERTIFICATES = """
            INSERT INTO certification_certificate (id, number, application_id, product_id, organisation_id, region, pack_version,
                name_zh, name_en, category, county_code, criterion, yearly_capacity, issued_on, valid_to, state_since)
            SELECT gen_random_uuid(), 'BENCH-' || i, application, product, org, 'guangxi', 'bench', zh, en, category, county,
                'members', 1000000000, (now() AT TIME ZONE 'Asia/Shanghai')::date,
                ((now() AT TIME ZONE 'Asia/Shanghai')::date + interval '2 years')::date, now() FROM bench_product""";

    /** What a trigger would write. */
    private static final String VERSIONS = """
            INSERT INTO certification_certificate_version (certificate_id, version_no, kind, application_id, pack_version, name_zh,
                name_en, category, county_code, criterion, package_unit, net_weight_grams, price_fen, yearly_capacity, link_id,
                valid_from, valid_to)
            SELECT c.id, 1, 'NEW', a.id, c.pack_version, c.name_zh, c.name_en, c.category, c.county_code, c.criterion,
                a.package_unit, a.net_weight_grams, a.price_fen, c.yearly_capacity, a.link_id, c.issued_on, c.valid_to
              FROM certification_certificate c JOIN certification_application a ON a.id = c.application_id
              JOIN bench_product b ON b.application = a.id""";

    private static void list(Database database, Staff staff, Load load, Families families, int listed)
            throws SQLException, InterruptedException {
        for (int supplier = 1; supplier <= SUPPLIERS; supplier++) {
            UUID organisation = database.ids("SELECT " + families.id("org", String.valueOf(supplier)))
                    .get(0);
            Map<String, String> token =
                    staff.as(staff.open("bench-supplier-" + supplier, "supplier", organisation, null));
            List<UUID> unlisted =
                    database.ids("SELECT product_id FROM certification_certificate WHERE organisation_id = '"
                            + organisation + "' AND substring(number FROM 7)::int <= " + listed);
            AtomicInteger next = new AtomicInteger();
            load.all(
                    unlisted.size(),
                    () -> load.post(
                            "/api/listings",
                            token,
                            new JsonObject()
                                    .put(
                                            "productId",
                                            unlisted.get(next.getAndIncrement()).toString())
                                    .put("stock", 900_000)
                                    .put("descriptionZh", "山里种的，按订单采摘。".repeat(4))
                                    .put("descriptionEn", "Grown in the hills, picked to order. ".repeat(4))
                                    .toBuffer()));
        }
    }
}
