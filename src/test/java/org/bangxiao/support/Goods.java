package org.bangxiao.support;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.bangxiao.household.Agreement;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkKind;
import org.bangxiao.sale.SaleDraft;

/**
 * A certified product with its supplier, households and agreement, put into the tables without the workflow: for tests
 * that sell. Sold in 2020 and later, in county 451223.
 */
public record Goods(UUID productId, UUID organisationId, UUID linkId, Agreement agreement, String certificateNumber) {
    public static final String COUNTY = "451223";
    public static final String CHANNEL = "ECOMMERCE";
    private static final AtomicLong NUMBER = new AtomicLong(System.nanoTime());

    /** With a fee of 5 %, a floor of 2 yuan a unit, a dividend of 10 % and two member households. */
    public static Goods certified(long yearlyCapacity) {
        return certified(yearlyCapacity, 500, 200, 1_000);
    }

    public static Goods certified(
            long yearlyCapacity, int feeBasisPoints, long floorFenPerUnit, int dividendBasisPoints) {
        return of(
                Suppliers.cooperative(COUNTY).id(),
                yearlyCapacity,
                feeBasisPoints,
                floorFenPerUnit,
                dividendBasisPoints);
    }

    /** Another product of the same supplier, with households of its own. */
    public Goods further(long yearlyCapacity) {
        return of(organisationId, yearlyCapacity, 500, 200, 1_000);
    }

    private static Goods of(
            UUID supplier, long yearlyCapacity, int feeBasisPoints, long floorFenPerUnit, int dividendBasisPoints) {
        List<UUID> households = Families.register(2, COUNTY, HouseholdStatus.LIFTED);
        UUID link = Families.link(supplier, LinkKind.SHARES, 10, households, 5);
        return through(link, supplier, yearlyCapacity, feeBasisPoints, floorFenPerUnit, dividendBasisPoints);
    }

    /** A product of the supplier whose money goes to the households of this link. */
    public static Goods through(
            UUID link,
            UUID supplier,
            long yearlyCapacity,
            int feeBasisPoints,
            long floorFenPerUnit,
            int dividendBasisPoints) {
        UUID product = UUID.randomUUID();
        Agreement agreement = Families.agreement(product, link, feeBasisPoints, floorFenPerUnit, dividendBasisPoints);
        String number = "T-" + Long.toString(NUMBER.incrementAndGet(), 36).toUpperCase(java.util.Locale.ROOT);
        certify(product, supplier, link, agreement.id(), number, yearlyCapacity);
        return new Goods(product, supplier, link, agreement, number);
    }

    /** A sale of this product through the web shop. */
    public SaleDraft sale(String externalId, long quantity, long grossFen) {
        return sale(
                "test",
                externalId,
                quantity,
                grossFen,
                Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                false);
    }

    public SaleDraft sale(
            String source, String externalId, long quantity, long grossFen, Instant soldAt, boolean reported) {
        return new SaleDraft(
                source,
                externalId,
                null,
                productId,
                organisationId,
                quantity,
                grossFen,
                CHANNEL,
                List.of("gift"),
                soldAt,
                reported);
    }

    /** Of a supplier somewhere else: for tests that settle a province of their own. */
    public static Goods certified(
            String county, long yearlyCapacity, int feeBasisPoints, long floorFenPerUnit, int dividendBasisPoints) {
        return of(
                Suppliers.cooperative(county).id(),
                yearlyCapacity,
                feeBasisPoints,
                floorFenPerUnit,
                dividendBasisPoints);
    }

    private static void certify(UUID product, UUID supplier, UUID link, UUID agreement, String number, long capacity) {
        UUID application = UUID.randomUUID();
        run("""
                INSERT INTO certification_application (id, product_id, organisation_id, region, pack_version, state,
                    step_entered_at, name_zh, category, county_code, package_unit, price_fen, yearly_capacity,
                    harvest_months, perishable, link_id, fee_basis_points, floor_fen_per_unit, dividend_basis_points,
                    applicant_id, applicant_person_id, passed_by, criterion, agreement_id, created_at, demo)
                VALUES ('%s', '%s', '%s', 'guangxi', 'test', 'CERTIFIED', now(), '演示木耳', 'fungi', '451223', '500g',
                    5000, %d, '{1}', false, '%s', 500, 200, 1000, gen_random_uuid(), gen_random_uuid(),
                    gen_random_uuid(), 'b', '%s', now(), true);
                """.formatted(application, product, supplier, capacity, link, agreement)
                + """
                INSERT INTO certification_certificate (id, number, application_id, product_id, organisation_id, region,
                    pack_version, name_zh, name_en, category, county_code, criterion, yearly_capacity, issued_on,
                    valid_to, state_since)
                VALUES (gen_random_uuid(), '%s', '%s', '%s', '%s', 'guangxi', 'test', '演示木耳', 'Demo wood ear', 'fungi',
                    '451223', 'b', %d, '2020-01-01', current_date + 400, now())
                """.formatted(number, application, product, supplier, capacity));
    }

    private static void run(String sql) {
        try (Connection connection = PostgresForTests.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
