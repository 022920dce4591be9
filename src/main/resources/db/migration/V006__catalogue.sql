-- A certified product on sale. It exists only under a certificate; the guard asks the certificate in the selling transaction.
CREATE TABLE catalogue_listing (
    id               uuid PRIMARY KEY,
    version          int         NOT NULL DEFAULT 0,
    product_id       uuid        NOT NULL UNIQUE REFERENCES certification_certificate (product_id),
    organisation_id  uuid        NOT NULL,
    state            text        NOT NULL DEFAULT 'ON_SALE' CHECK (state IN ('DRAFT','ON_SALE','WITHDRAWN')),
    name_zh          text        NOT NULL,
    name_en          text        NOT NULL,
    description_zh   text        NOT NULL DEFAULT '',
    description_en   text        NOT NULL DEFAULT '',
    category         text        NOT NULL,
    region           text        NOT NULL,
    county_code      text        NOT NULL,
    unit             text        NOT NULL,
    net_weight_grams bigint,
    price_fen        bigint      NOT NULL CHECK (price_fen > 0),
    harvest_months   int[]       NOT NULL,
    perishable       boolean     NOT NULL,
    households       int         NOT NULL DEFAULT 0,
    search           tsvector    NOT NULL,
    listed_at        timestamptz NOT NULL
);
CREATE INDEX ON catalogue_listing USING gin (search);
CREATE INDEX ON catalogue_listing (state, listed_at DESC, id DESC);
CREATE INDEX ON catalogue_listing (state, price_fen, id);
CREATE INDEX ON catalogue_listing (county_code, state);
CREATE INDEX ON catalogue_listing (category, state);
CREATE INDEX ON catalogue_listing (organisation_id);

CREATE TABLE catalogue_stock (
    listing_id uuid   PRIMARY KEY REFERENCES catalogue_listing,
    onhand     bigint NOT NULL CHECK (onhand >= 0),
    sold       bigint NOT NULL DEFAULT 0 CHECK (sold >= 0),
    reserved   bigint NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    CONSTRAINT catalogue_never_oversold CHECK (reserved + sold <= onhand)
) WITH (fillfactor = 10);

-- A shopper's ten minutes at the checkout. Expiry counts when read; the sweeper only tidies.
CREATE TABLE catalogue_hold (
    id         uuid PRIMARY KEY,
    owner      uuid        NOT NULL,
    listing_id uuid        NOT NULL REFERENCES catalogue_listing,
    quantity   bigint      NOT NULL CHECK (quantity > 0),
    state      text        NOT NULL CHECK (state IN ('ACTIVE','TAKEN','RELEASED')),
    expires_at timestamptz NOT NULL,
    UNIQUE (owner, listing_id)
);
CREATE INDEX catalogue_hold_active ON catalogue_hold (listing_id, expires_at) WHERE state = 'ACTIVE';
CREATE INDEX catalogue_hold_due ON catalogue_hold (expires_at) WHERE state = 'ACTIVE';

-- Each change of stock with its reason: opened, added, sold, returned, written off.
CREATE TABLE catalogue_stock_movement (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    listing_id uuid        NOT NULL REFERENCES catalogue_listing,
    kind       text        NOT NULL CHECK (kind IN ('OPENED','ADDED','SOLD','RESTOCKED','WRITTEN_OFF')),
    quantity   bigint      NOT NULL CHECK (quantity > 0),
    reference  text        NOT NULL,
    at         timestamptz NOT NULL,
    UNIQUE (kind, reference, listing_id)
);
