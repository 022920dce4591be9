-- What households are owed out of sales, before a settlement: agreement × month of sale × leg × basis.
CREATE TABLE sale_pool (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agreement_id uuid   NOT NULL REFERENCES household_agreement,
    month        int    NOT NULL,
    leg          text   NOT NULL CHECK (leg IN ('FLOOR','DIVIDEND')),
    basis        text   NOT NULL CHECK (basis IN ('CONFIRMED','REPORTED')),
    account_id   bigint NOT NULL UNIQUE REFERENCES ledger_account,
    UNIQUE (agreement_id, month, leg, basis)
);

-- THE sale: one id, one owner of the figure (source, external id), one primary channel, a frozen split.
-- It is written in the statement after the agreement and the ledger transaction it names were read or made, a million
-- rows at a time; neither can ever be deleted, and the invariants look for orphans, so no foreign key is asked again.
CREATE TABLE sale (
    id             uuid PRIMARY KEY,
    source         text        NOT NULL,
    external_id    text        NOT NULL,
    listing_id     uuid,
    product_id     uuid        NOT NULL,
    organisation_id uuid       NOT NULL,
    certificate_id uuid,
    agreement_id   uuid,
    quantity       bigint      NOT NULL CHECK (quantity > 0),
    gross_fen      bigint      NOT NULL CHECK (gross_fen >= 0),
    fee_fen        bigint      NOT NULL CHECK (fee_fen >= 0),
    floor_fen      bigint      NOT NULL CHECK (floor_fen >= 0),
    dividend_fen   bigint      NOT NULL CHECK (dividend_fen >= 0),
    supplier_fen   bigint      NOT NULL CHECK (supplier_fen >= 0),
    -- The part of the floor that the gross could not bear: it stands in the supplier's debt account.
    shortfall_fen  bigint      NOT NULL DEFAULT 0 CHECK (shortfall_fen >= 0),
    channel        text        NOT NULL,
    tags           text[]      NOT NULL DEFAULT '{}',
    sold_at        timestamptz NOT NULL,
    recorded_at    timestamptz NOT NULL,
    -- The month of sold_at in Asia/Shanghai, yyyymm: which pools it accrued to.
    month          int         NOT NULL,
    -- Whether it came as a report that the supplier has to confirm; status says whether that has happened.
    reported       boolean     NOT NULL,
    status         text        NOT NULL CHECK (status IN ('COUNTED','REPORTED','UNCERTIFIED')),
    tx_id          bigint      NOT NULL,
    position       int         NOT NULL,
    record_sha256  bytea       NOT NULL,
    CONSTRAINT sale_reported_once UNIQUE (source, external_id),
    CONSTRAINT sale_legs_add_up CHECK (fee_fen + floor_fen + dividend_fen + supplier_fen = gross_fen),
    CHECK (status = 'UNCERTIFIED' OR (certificate_id IS NOT NULL AND agreement_id IS NOT NULL))
);
CREATE INDEX ON sale (tx_id, position);
CREATE INDEX ON sale (product_id, sold_at);
CREATE INDEX ON sale (organisation_id, sold_at);

-- Of a sale only its standing changes, and only from reported to counted.
CREATE FUNCTION sale_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(OLD) - 'status' <> to_jsonb(NEW) - 'status' OR OLD.status <> 'REPORTED' OR NEW.status <> 'COUNTED' THEN
        RAISE EXCEPTION 'a recorded sale is frozen' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'sale_is_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sale_is_frozen BEFORE UPDATE OR DELETE ON sale FOR EACH ROW EXECUTE FUNCTION sale_is_frozen();
CREATE TRIGGER sale_no_truncate BEFORE TRUNCATE ON sale FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();

-- The legs of each sale with the accounts they were posted to.
CREATE VIEW sale_split AS
SELECT s.id AS sale_id, s.tx_id, l.leg, l.account_id, l.pool_id, l.amount
  FROM sale s
  LEFT JOIN sale_pool f ON f.agreement_id = s.agreement_id AND f.month = s.month AND f.leg = 'FLOOR'
       AND f.basis = CASE WHEN s.reported THEN 'REPORTED' ELSE 'CONFIRMED' END
  LEFT JOIN sale_pool d ON d.agreement_id = s.agreement_id AND d.month = s.month AND d.leg = 'DIVIDEND'
       AND d.basis = CASE WHEN s.reported THEN 'REPORTED' ELSE 'CONFIRMED' END
  LEFT JOIN ledger_account a ON a.kind = 'SUPPLIER' AND a.owner = s.organisation_id::text
  LEFT JOIN ledger_account p ON p.kind = 'FEE' AND p.owner = 'platform'
 CROSS JOIN LATERAL (VALUES ('FEE', p.id, NULL::bigint, s.fee_fen), ('FLOOR', f.account_id, f.id, s.floor_fen),
        ('DIVIDEND', d.account_id, d.id, s.dividend_fen), ('SUPPLIER', a.id, NULL, s.supplier_fen)) AS l(leg, account_id, pool_id, amount);

-- A certificate's yearly capacity in units. Past it only with an override that somebody answers for.
CREATE TABLE sale_capacity (
    product_id  uuid   NOT NULL,
    year        int    NOT NULL,
    cap_units   bigint NOT NULL CHECK (cap_units > 0),
    used_units  bigint NOT NULL DEFAULT 0,
    override_by uuid,
    override_reason text,
    PRIMARY KEY (product_id, year),
    CONSTRAINT sale_within_capacity CHECK (used_units BETWEEN 0 AND cap_units OR (override_by IS NOT NULL AND override_reason <> ''))
) WITH (fillfactor = 50);

-- Takes units from the yearly capacity of several products at once, row by row in one order; rows are made on demand.
-- Answers the products that do not fit, with what is left of them; their rows stay locked, so the caller may take that.
CREATE FUNCTION sale_take_capacity(p_products uuid[], p_years int[], p_caps bigint[], p_units bigint[])
RETURNS TABLE (product_id uuid, year int, units_left bigint) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    INSERT INTO sale_capacity (product_id, year, cap_units)
    SELECT w.p, w.y, w.cap FROM unnest(p_products, p_years, p_caps) AS w(p, y, cap)
     WHERE NOT EXISTS (SELECT 1 FROM sale_capacity c WHERE c.product_id = w.p AND c.year = w.y)
     ORDER BY 1, 2
    ON CONFLICT DO NOTHING;
    PERFORM 1 FROM sale_capacity c JOIN unnest(p_products, p_years) AS w(p, y) ON c.product_id = w.p AND c.year = w.y
      ORDER BY c.product_id, c.year FOR UPDATE OF c;
    RETURN QUERY
    WITH taken AS (
        UPDATE sale_capacity c SET used_units = c.used_units + w.units
          FROM unnest(p_products, p_years, p_units) AS w(p, y, units)
         WHERE c.product_id = w.p AND c.year = w.y AND (c.used_units + w.units <= c.cap_units OR c.override_by IS NOT NULL)
        RETURNING c.product_id, c.year)
    SELECT c.product_id, c.year, greatest(c.cap_units - c.used_units, 0)
      FROM sale_capacity c JOIN unnest(p_products, p_years) AS w(p, y) ON c.product_id = w.p AND c.year = w.y
     WHERE NOT EXISTS (SELECT 1 FROM taken t WHERE t.product_id = c.product_id AND t.year = c.year);
END $$;
