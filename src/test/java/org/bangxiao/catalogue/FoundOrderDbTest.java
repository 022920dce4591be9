package org.bangxiao.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.bangxiao.platform.database.DatabaseAddress;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.Test;

/** What a search finds stands in the same order whether few goods or thousands match, and wherever among all goods they were listed. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class FoundOrderDbTest {
    private static final String DAY = "date '2031-11-15'";
    private static final int PAGE = 700;

    /** Six thousand goods; of the oldest sixth half are 'rare', of the oldest third all are 'early', each second is 'common'. */
    private static final String GOODS = """
            INSERT INTO catalogue_listing (id, product_id, organisation_id, certificate_number, certificate_valid, valid_to, name_zh,
                name_en, category, region, county_code, unit, price_fen, harvest_months, perishable, link_id, search, listed_at,
                certificate_to, supplier_until, certified_on)
            SELECT md5('found' || n)::uuid, gen_random_uuid(), gen_random_uuid(), 'FOUND-' || n, n % 97 <> 0, '2032-12-31', 'x', 'x',
                   CASE WHEN n % 3 = 0 THEN 'fruit' ELSE 'tea' END, 'guangxi', '45010' || n % 5, 'kg', 100 + n % 50,
                   ARRAY[CASE WHEN n % 4 = 0 THEN 11 ELSE 5 END], false, gen_random_uuid(),
                   array_to_tsvector(array_remove(ARRAY['qqx' || n,
                       CASE WHEN n % 2 = 0 THEN 'qqcommon' END, CASE WHEN n % 14 = 0 THEN '~qqcommon' END,
                       CASE WHEN n % 140 = 0 THEN '=qqcommon' END,
                       CASE WHEN n > 4000 THEN 'qqearly' END, CASE WHEN n > 4000 AND n % 9 = 0 THEN '~qqearly' END,
                       CASE WHEN n > 5000 AND n % 2 = 0 THEN 'qqrare' END, CASE WHEN n > 5900 THEN '~qqrare' END], NULL)),
                   timestamptz '2031-11-01' - (n / 7) * interval '1 minute', '2032-12-31', '2032-12-31', '2031-01-01'
              FROM generate_series(1, 6000) n""";

    private static final String PLAIN = """
            SELECT l.id::text || ' ' || p.part FROM catalogue_listing l
             CROSS JOIN LATERAL (SELECT 2 * CASE WHEN l.search @@ '''=%1$s''' THEN 0 WHEN l.search @@ '''~%1$s''' THEN 1 ELSE 2 END
                                        + CASE WHEN 11 = ANY (l.harvest_months) THEN 0 ELSE 1 END AS part) p
             WHERE l.certificate_valid AND l.valid_to >= %3$s AND %2$s
               AND (l.search @@ '''=%1$s''' OR l.search @@ '''~%1$s''' OR l.search @@ '''%1$s''')
             ORDER BY p.part, l.listed_at DESC, l.id DESC""";

    private static final String FOUND = """
            SELECT f.listing_id::text || ' ' || f.part
              FROM catalogue_found('''=%1$s''', '''~%1$s''', '''%1$s''', NULL, NULL, %2$s, NULL, %3$s, NULL, false, false, NULL, %4$s,
                                   %5$s, %6$d) f JOIN catalogue_listing l ON l.id = f.listing_id
             ORDER BY f.part, l.listed_at DESC, l.id DESC""";

    @Test
    void pageByPageASearchShowsAllThatMatchesBestAndNewestFirst() throws SQLException {
        try (Connection connection = administrator();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET session_replication_role = replica");
            statement.execute(GOODS);
            for (String word : List.of("qqcommon", "qqearly", "qqrare", "qqx17", "qqnothing")) {
                assertSame(statement, word, "NULL", "NULL", "true");
            }
            assertSame(statement, "qqcommon", "'tea'", "NULL", "l.category = 'tea'");
            assertSame(statement, "qqearly", "NULL", "147", "l.price_fen >= 147");
            connection.rollback();
        }
    }

    private static void assertSame(Statement statement, String word, String kind, String priceFrom, String filter)
            throws SQLException {
        List<String> plain = texts(statement, PLAIN.formatted(word, filter, DAY));
        List<String> found = new ArrayList<>();
        String after = "NULL, NULL, NULL";
        while (true) {
            List<String> page = texts(statement, FOUND.formatted(word, kind, priceFrom, DAY, after, PAGE));
            found.addAll(page);
            if (page.size() < PAGE) {
                break;
            }
            String[] last = page.get(page.size() - 1).split(" ", -1);
            after = "%s, (SELECT listed_at FROM catalogue_listing WHERE id = '%s'), '%2$s'".formatted(last[1], last[0]);
        }
        assertThat(found).as("%s %s %s", word, kind, priceFrom).isEqualTo(plain);
    }

    private static List<String> texts(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    private static Connection administrator() throws SQLException {
        DatabaseAddress all = PostgresForTests.administrator();
        return DriverManager.getConnection(all.jdbcUrl(), all.user(), all.password());
    }
}
