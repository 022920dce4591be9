-- What delivery costs, by groups of provinces and by weight. One template of a supplier counts for all of its goods that
-- name no other; a supplier without one delivers free of charge.
CREATE TABLE freight_template (
    id              uuid PRIMARY KEY,
    organisation_id uuid        NOT NULL REFERENCES organisation,
    name            text        NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
    standard        boolean     NOT NULL,
    written_at      timestamptz NOT NULL,
    UNIQUE (id, organisation_id),
    CONSTRAINT freight_template_name_once UNIQUE (organisation_id, name)
);
CREATE UNIQUE INDEX freight_one_standard ON freight_template (organisation_id) WHERE standard;

-- Zone 0 is everywhere that no other zone names.
CREATE TABLE freight_zone (
    template_id    uuid    NOT NULL REFERENCES freight_template ON DELETE CASCADE,
    n              int     NOT NULL CHECK (n BETWEEN 0 AND 12),
    delivered      boolean NOT NULL,
    first_grams    bigint  NOT NULL CHECK (first_grams BETWEEN 1 AND 1000000),
    first_fen      bigint  NOT NULL CHECK (first_fen BETWEEN 0 AND 1000000),
    step_grams     bigint  NOT NULL CHECK (step_grams BETWEEN 1 AND 1000000),
    step_fen       bigint  NOT NULL CHECK (step_fen BETWEEN 0 AND 1000000),
    free_from_fen  bigint CHECK (free_from_fen BETWEEN 1 AND 100000000),
    days_from      int     NOT NULL CHECK (days_from BETWEEN 1 AND 60),
    days_to        int     NOT NULL CHECK (days_to BETWEEN days_from AND 60),
    PRIMARY KEY (template_id, n)
);
CREATE TABLE freight_zone_province (
    template_id uuid NOT NULL,
    province    text NOT NULL CHECK (province ~ '^\d\d0000$'),
    n           int  NOT NULL CHECK (n > 0),
    CONSTRAINT freight_province_once PRIMARY KEY (template_id, province),
    FOREIGN KEY (template_id, n) REFERENCES freight_zone ON DELETE CASCADE
);

-- A template with its zones, for the one class that reckons.
CREATE FUNCTION freight_told(template uuid) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT json_build_object('id', t.id, 'name', t.name, 'standard', t.standard, 'zones',
               (SELECT json_agg(json_build_object('delivered', z.delivered, 'firstGrams', z.first_grams, 'firstFen', z.first_fen,
                           'stepGrams', z.step_grams, 'stepFen', z.step_fen, 'freeFromFen', z.free_from_fen,
                           'daysFrom', z.days_from, 'daysTo', z.days_to,
                           'provinces', ARRAY(SELECT p.province FROM freight_zone_province p
                                               WHERE p.template_id = z.template_id AND p.n = z.n ORDER BY p.province)) ORDER BY z.n)
                  FROM freight_zone z WHERE z.template_id = t.id))::text
      FROM freight_template t WHERE t.id = template
$$;

-- Which template goods use: the one they name, else the supplier's standard one, else none.
ALTER TABLE catalogue_listing
    ADD COLUMN packed_weight_grams bigint CHECK (packed_weight_grams BETWEEN 1 AND 1000000),
    ADD COLUMN freight_template_id uuid,
    ADD FOREIGN KEY (freight_template_id, organisation_id) REFERENCES freight_template (id, organisation_id)
        ON DELETE SET NULL (freight_template_id);
CREATE INDEX catalogue_listing_freight ON catalogue_listing (freight_template_id) WHERE freight_template_id IS NOT NULL;

CREATE FUNCTION catalogue_freight(template uuid, supplier uuid) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT freight_told(coalesce(template, (SELECT t.id FROM freight_template t WHERE t.organisation_id = supplier AND t.standard)))
$$;
