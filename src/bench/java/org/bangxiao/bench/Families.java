package org.bangxiao.bench;

/**
 * Statements that write cooperatives, their benefit links and the households that take part, all invented and marked as
 * demo. Ids are digests of a key and a number, so that statements can name each other's rows.
 *
 * @param key        keeps two worlds apart
 * @param county     where all of them live
 * @param links      one for each cooperative; households of a link have numbers in a row
 */
record Families(String key, String county, int links, int households) {
    /** The month of today in Asia/Shanghai as yyyymm. */
    static final String MONTH = "to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYYMM')::int";

    private static final String SINCE = "DATE '2016-01-01'";

    String id(String thing, String number) {
        return "md5('" + key + "-" + thing + "-' || " + number + ")::uuid";
    }

    /** Cooperatives, links, households with their status, members. */
    String[] statements() {
        int each = (households + links - 1) / links;
        return new String[] {
            "INSERT INTO organisation (id, kind, name_zh, area_code, demo, created_at) SELECT " + id("org", "i")
                    + ", 'COOPERATIVE', '演示合作社' || i, '" + county + "', true, now() FROM generate_series(1, " + links
                    + ") i",
            "INSERT INTO organisation_supplier (organisation_id, state, required, legal_person_masked, legal_person_cipher, "
                    + "id_number_cipher, id_number_hash, bank_name, bank_cipher, bank_last4, registered_at, confirmed_on, "
                    + "sells_until) SELECT " + id("org", "i")
                    + ", 'CONFIRMED', '{}', '', '', '', '', '', '', '', now(), " + SINCE
                    + ", DATE '9999-12-31' FROM generate_series(1, " + links + ") i",
            "INSERT INTO household_benefit_link (id, organisation_id, kind, title, whole, valid_from, demo) SELECT "
                    + id("link", "i") + ", " + id("org", "i") + ", 'SHARES', '演示合同', 1000000000, " + SINCE
                    + ", true FROM generate_series(1, " + links + ") i",
            "INSERT INTO household (village_code, village_name, county_code, head_masked, head_cipher, id_number_cipher, "
                    + "id_number_hash, persons, demo) SELECT '" + county
                    + "' || lpad((i / 100 % 1000000)::text, 6, '0'), '演示村', '"
                    + county + "', '演**', sha256(int8send(i)), sha256(int8send(-i)), sha256(convert_to('" + key
                    + "-' || i, 'UTF8')), 1 + (i % 6)::int, true FROM generate_series(1::bigint, " + households + ") i",
            "ALTER TABLE household_status DROP CONSTRAINT IF EXISTS household_one_status_at_a_time",
            "INSERT INTO household_status (household_id, status, valid_from) SELECT id, 'LIFTED', " + SINCE
                    + " FROM household WHERE county_code = '" + county + "' ORDER BY number",
            "ALTER TABLE household_status ADD CONSTRAINT household_one_status_at_a_time "
                    + "EXCLUDE USING gist (household_id WITH =, daterange(valid_from, valid_to) WITH &&)",
            "INSERT INTO household_link_member (link_id, household_id, persons, weight, valid_from) SELECT "
                    + id("link", "(1 + (k - 1) / " + each + ")") + ", id, 1, 1 + (number * 7919) % 100, " + SINCE
                    + " FROM (SELECT id, number, row_number() OVER (ORDER BY number) AS k FROM household WHERE county_code = '"
                    + county + "') h ORDER BY number",
        };
    }

    /** One agreement for each product: 2 % fee, 10 % dividend to the link that the product belongs to. */
    String agreements(int products) {
        return "INSERT INTO household_agreement (id, product_id, link_id, version, fee_basis_points, floor_fen_per_unit, "
                + "dividend_basis_points, valid_from, sha256, prepared_by, approved_by) SELECT " + id("agreement", "i")
                + ", "
                + id("product", "i") + ", " + id("link", "(1 + (i - 1) % " + links + ")") + ", 1, 200, 0, 1000, "
                + SINCE
                + ", sha256(''), gen_random_uuid(), gen_random_uuid() FROM generate_series(1, " + products + ") i";
    }

    /** An account for every household, and one that money comes from. */
    String[] accounts() {
        return new String[] {
            "INSERT INTO ledger_account (kind, owner) SELECT 'HOUSEHOLD', id::text FROM household WHERE county_code = '"
                    + county + "' ORDER BY number",
            "INSERT INTO ledger_balance (account_id) SELECT id FROM ledger_account WHERE kind = 'HOUSEHOLD' ORDER BY id",
            "INSERT INTO ledger_account (kind, owner, allow_negative) VALUES ('CLEARING', 'bench', true)",
        };
    }

    /** So much money, and a few fen by the pool's number, in each of the pools. */
    String filled(long fenAPool) {
        return """
                SELECT ledger_post('TEST', %1$s, current_date, now(), 'bench:pools', NULL, NULL, 'bench', 'bench', NULL,
                       array_agg(account), array_agg(pool), array_agg(fen))
                  FROM (SELECT p.account_id AS account, p.id AS pool, %2$d::bigint + p.id AS fen FROM sale_pool p
                          JOIN household_agreement a ON a.id = p.agreement_id JOIN household_benefit_link l ON l.id = a.link_id
                          JOIN organisation o ON o.id = l.organisation_id WHERE o.area_code = '%3$s'
                        UNION ALL
                        SELECT (SELECT id FROM ledger_account WHERE kind = 'CLEARING' AND owner = 'bench'), NULL,
                               -sum(%2$d::bigint + p.id)::bigint FROM sale_pool p
                          JOIN household_agreement a ON a.id = p.agreement_id JOIN household_benefit_link l ON l.id = a.link_id
                          JOIN organisation o ON o.id = l.organisation_id WHERE o.area_code = '%3$s') f
                """.formatted(MONTH, fenAPool, county);
    }

    /** The pools that sales of this month fall into, open before the first of them. */
    String[] pools(int products, String basis) {
        String owner = id("agreement", "i") + "::text || ':' || " + MONTH + " || ':DIVIDEND:" + basis + "'";
        return new String[] {
            "INSERT INTO ledger_account (kind, owner) SELECT 'POOL', " + owner + " FROM generate_series(1, " + products
                    + ") i",
            "INSERT INTO sale_pool (agreement_id, month, leg, basis, account_id) SELECT " + id("agreement", "i") + ", "
                    + MONTH
                    + ", 'DIVIDEND', '" + basis + "', a.id FROM generate_series(1, " + products
                    + ") i JOIN ledger_account a ON a.kind = 'POOL' AND a.owner = " + owner,
        };
    }
}
