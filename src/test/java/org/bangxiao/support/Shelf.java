package org.bangxiao.support;

import io.quarkus.arc.Arc;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.bangxiao.catalogue.ListingDraft;
import org.bangxiao.catalogue.Listings;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;

/**
 * Puts products on sale for tests: writes the certificate as a row and lists the product by the use case.
 */
public final class Shelf {
    /**
     * A product on sale.
     *
     * @param certificateNumber an invented one
     */
    public record Goods(UUID listingId, UUID productId, UUID organisationId, String certificateNumber, long priceFen) {}

    /** What is put on the shelf; change what the test is about. */
    public record Item(
            String nameZh,
            String nameEn,
            String category,
            String countyCode,
            long priceFen,
            long netWeightGrams,
            List<Integer> harvestMonths,
            long stock) {
        public static Item of(String nameZh, String nameEn) {
            return new Item(nameZh, nameEn, "fruit", "450123", 3_600, 1_500, List.of(9, 10), 100);
        }

        public Item category(String id) {
            return new Item(nameZh, nameEn, id, countyCode, priceFen, netWeightGrams, harvestMonths, stock);
        }

        public Item county(String code) {
            return new Item(nameZh, nameEn, category, code, priceFen, netWeightGrams, harvestMonths, stock);
        }

        public Item price(long fen) {
            return new Item(nameZh, nameEn, category, countyCode, fen, netWeightGrams, harvestMonths, stock);
        }

        public Item harvest(List<Integer> months) {
            return new Item(nameZh, nameEn, category, countyCode, priceFen, netWeightGrams, months, stock);
        }

        public Item stock(long pieces) {
            return new Item(nameZh, nameEn, category, countyCode, priceFen, netWeightGrams, harvestMonths, pieces);
        }
    }

    private Shelf() {}

    /** Goods of a new supplier under a certificate without a past. */
    public static Goods put(Item item) {
        return put(Suppliers.cooperative(item.countyCode()).id(), item);
    }

    public static Goods put(UUID organisationId, Item item) {
        UUID productId = UUID.randomUUID();
        String number = certify(organisationId, productId, item);
        Listings listings = bean(Listings.class);
        Tx tx = bean(Tx.class);
        UUID listing = Await.await(() -> tx.write(connection -> listings.list(
                connection, new ListingDraft(productId, null, item.stock(), "", ""), organisationId, null)));
        return new Goods(listing, productId, organisationId, number, item.priceFen());
    }

    /** A certificate of today for two years, with an invented number. */
    public static String certify(UUID organisationId, UUID productId, Item item) {
        String number = "TEST-" + productId;
        LocalDate today = bean(BusinessClock.class).today();
        UUID application = UUID.randomUUID();
        run(
                """
                INSERT INTO certification_application (id, product_id, organisation_id, region, pack_version, state,
                    step_entered_at, name_zh, name_en, category, county_code, package_unit, net_weight_grams, price_fen,
                    yearly_capacity, harvest_months, perishable, link_id, fee_basis_points, floor_fen_per_unit,
                    dividend_basis_points, applicant_id, applicant_person_id, created_at, demo)
                VALUES (?, ?, ?, 'guangxi', 'test', 'DRAFT', now(), ?, ?, ?, ?, '3斤/袋', ?, ?, 1000000, ?::int[], false,
                    gen_random_uuid(), 200, 0, 1000, gen_random_uuid(), gen_random_uuid(), now(), true)""",
                application,
                productId,
                organisationId,
                item.nameZh(),
                item.nameEn(),
                item.category(),
                item.countyCode(),
                item.netWeightGrams(),
                item.priceFen(),
                item.harvestMonths().toString().replace('[', '{').replace(']', '}'));
        run(
                """
                INSERT INTO certification_certificate (id, number, application_id, product_id, organisation_id, region,
                    pack_version, name_zh, name_en, category, county_code, criterion, yearly_capacity, issued_on, valid_to,
                    state_since)
                VALUES (gen_random_uuid(), ?, ?, ?, ?, 'guangxi', 'test', ?, ?, ?, ?, 'test', 1000000, ?, ?, now())""",
                number,
                application,
                productId,
                organisationId,
                item.nameZh(),
                item.nameEn(),
                item.category(),
                item.countyCode(),
                Date.valueOf(today),
                Date.valueOf(today.plusYears(2)));
        return number;
    }

    /** Does something while the goods' certificate is suspended: what is left behind breaks no rule. */
    public static void whileSuspended(Goods goods, Runnable what) {
        String stand = "UPDATE certification_certificate SET state = ? WHERE product_id = ?";
        run(stand, "SUSPENDED", goods.productId());
        try {
            what.run();
        } finally {
            run(stand, "VALID", goods.productId());
        }
    }

    /** One statement on a connection of its own. */
    public static int run(String sql, Object... values) {
        try (Connection connection = PostgresForTests.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }
}
