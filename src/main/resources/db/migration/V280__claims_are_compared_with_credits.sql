-- What a supplier claimed when it was certified against what households were really credited out of the sales of a quarter: one
-- row for a supplier, quarter and kind of link (each certification criterion has its own kind), frozen when the quarter is closed.
CREATE TABLE supervision_reconciliation (
    id                  uuid PRIMARY KEY DEFAULT uuidv7(),
    number              bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    region              text        NOT NULL,
    organisation_id     uuid        NOT NULL REFERENCES organisation,
    county_code         text        NOT NULL CHECK (county_code ~ '^\d{6}$'),
    -- The first day of the quarter.
    quarter             date        NOT NULL CHECK (quarter = date_trunc('quarter', quarter::timestamp)::date),
    kind                text        NOT NULL CHECK (kind IN ('WAGES','SHARES','PRODUCE','LAND')),
    -- Of the links that certificates of the quarter rest on, on the day each was applied for. Measures are persons, grams or
    -- square metres by kind; the whole is counted alike.
    claimed_households  int         NOT NULL CHECK (claimed_households >= 0),
    claimed_persons     bigint      NOT NULL CHECK (claimed_persons >= 0),
    claimed_measure     bigint      NOT NULL CHECK (claimed_measure >= 0),
    claimed_whole       bigint      NOT NULL CHECK (claimed_whole > 0),
    -- Of every link of that kind on the quarter's last day.
    linked_households   int         NOT NULL CHECK (linked_households >= 0),
    linked_persons      bigint      NOT NULL CHECK (linked_persons >= 0),
    linked_measure      bigint      NOT NULL CHECK (linked_measure >= 0),
    -- Out of the quarter's pools, by finished runs.
    credited_households int         NOT NULL CHECK (credited_households >= 0),
    credited_persons    bigint      NOT NULL CHECK (credited_persons >= 0),
    credited_fen        bigint      NOT NULL CHECK (credited_fen >= 0),
    -- Whether anything was sold in the quarter out of which a household could have been credited.
    sold                boolean     NOT NULL,
    tolerance_percent   int         NOT NULL CHECK (tolerance_percent BETWEEN 0 AND 100),
    falls_short         boolean     NOT NULL GENERATED ALWAYS AS
                        (sold AND (claimed_persons - credited_persons) * 100 > claimed_persons * tolerance_percent) STORED,
    closed_at           timestamptz NOT NULL,
    demo                boolean     NOT NULL DEFAULT false,
    CONSTRAINT supervision_reconciled_once UNIQUE (organisation_id, quarter, kind)
);
CREATE INDEX ON supervision_reconciliation (quarter, county_code text_pattern_ops, number);
CREATE TRIGGER supervision_reconciliation_append_only BEFORE UPDATE OR DELETE ON supervision_reconciliation
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER supervision_reconciliation_no_truncate BEFORE TRUNCATE ON supervision_reconciliation
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
