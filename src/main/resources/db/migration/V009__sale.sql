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
CREATE TABLE sale (
    id             uuid PRIMARY KEY,
    number         bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    source         text        NOT NULL,
    external_id    text        NOT NULL,
    listing_id     uuid        NOT NULL,
    product_id     uuid        NOT NULL,
    organisation_id uuid       NOT NULL,
    certificate_id uuid,
    quantity       bigint      NOT NULL CHECK (quantity > 0),
    gross_fen      bigint      NOT NULL CHECK (gross_fen >= 0),
    channel        text        NOT NULL,
    tags           text[]      NOT NULL DEFAULT '{}',
    sold_at        timestamptz NOT NULL,
    recorded_at    timestamptz NOT NULL,
    agreement_id   uuid REFERENCES household_agreement,
    status         text        NOT NULL CHECK (status IN ('COUNTED','REPORTED','UNCERTIFIED')),
    shortfall_fen  bigint      NOT NULL DEFAULT 0 CHECK (shortfall_fen >= 0),
    tx_id          bigint      NOT NULL REFERENCES ledger_tx,
    record_sha256  bytea       NOT NULL,
    position       int         NOT NULL DEFAULT 0,
    CONSTRAINT sale_reported_once UNIQUE (source, external_id),
    CHECK (status = 'UNCERTIFIED' OR (certificate_id IS NOT NULL AND agreement_id IS NOT NULL))
);
CREATE INDEX ON sale (tx_id, position);
CREATE INDEX ON sale (product_id, sold_at);
CREATE INDEX ON sale (organisation_id, sold_at);

CREATE TABLE sale_split (
    sale_id    uuid   NOT NULL REFERENCES sale,
    leg        text   NOT NULL CHECK (leg IN ('FEE','FLOOR','DIVIDEND','SUPPLIER')),
    account_id bigint NOT NULL REFERENCES ledger_account,
    pool_id    bigint REFERENCES sale_pool,
    amount     bigint NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (sale_id, leg)
);
CREATE INDEX ON sale_split (pool_id) WHERE pool_id IS NOT NULL;

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
