package org.bangxiao.support;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.bangxiao.region.PolicyPack;

/** Open cases in one stroke, at the first step of a pack: for queues as long as the year 2020's. */
public final class ManyCases {
    private static final String MET = """
            [{"id":"origin","result":"MET","variant":"entitled","rule":{"zh":"演示","en":"Demo"},"sources":[],
              "subject":{"zh":"演示","en":"Demo"},"figures":["1"],"criterion":null,"on":"2026-01-01"}]""";

    private ManyCases() {}

    /**
     * So many cases of the supplier, named by their number; every tenth has a remark, every hundredth goes first, every
     * seventh is overdue by the first of January 2026.
     */
    public static void put(PolicyPack pack, String countyCode, UUID organisationId, int count) {
        try (Connection connection = PostgresForTests.connect();
                PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO certification_application (id, product_id, organisation_id, region, pack_version, state,
                            step, level, due_on, step_entered_at, supervised, name_zh, category, county_code, package_unit,
                            price_fen, yearly_capacity, harvest_months, perishable, link_id, fee_basis_points,
                            floor_fen_per_unit, dividend_basis_points, checks, applicant_id, applicant_person_id,
                            created_at, submitted_at, demo)
                        SELECT gen_random_uuid(), gen_random_uuid(), ?, ?, ?, 'IN_REVIEW', ?, ?,
                               CASE WHEN n % 7 = 0 THEN DATE '2025-12-31' ELSE DATE '2027-12-31' END,
                               TIMESTAMPTZ '2026-01-01 00:00+08' + n * INTERVAL '1 minute', n % 100 = 0,
                               '演示件' || n, CASE WHEN n % 2 = 0 THEN 'fruit' ELSE 'tea' END, ?, '1斤/袋', 1000, 100, '{1}',
                               false, gen_random_uuid(), 200, 0, 1000,
                               CASE WHEN n % 10 = 0 THEN replace(?, 'MET', 'REMARK') ELSE ? END,
                               gen_random_uuid(), gen_random_uuid(), now(), now(), true
                          FROM generate_series(1, ?) n""")) {
            insert.setObject(1, organisationId);
            insert.setString(2, pack.key());
            insert.setString(3, pack.version());
            insert.setString(4, pack.reviewSteps().get(0).id());
            insert.setString(5, pack.reviewSteps().get(0).level());
            insert.setString(6, countyCode);
            insert.setString(7, MET);
            insert.setString(8, MET);
            insert.setInt(9, count);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes them away again: other tests read lists of whole provinces. */
    public static void remove(UUID organisationId) {
        try (Connection connection = PostgresForTests.connect();
                PreparedStatement delete = connection.prepareStatement(
                        "DELETE FROM certification_application WHERE organisation_id = ? AND name_zh LIKE '演示件%'")) {
            delete.setObject(1, organisationId);
            delete.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
