CREATE TABLE order_cart (
    id         uuid PRIMARY KEY,
    account_id uuid UNIQUE,
    token_hash bytea UNIQUE,
    version    int         NOT NULL DEFAULT 0,
    state      text        NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN','ORDERED')),
    created_at timestamptz NOT NULL,
    CHECK (account_id IS NOT NULL OR token_hash IS NOT NULL)
);
CREATE TABLE order_cart_line (
    cart_id    uuid   NOT NULL REFERENCES order_cart,
    listing_id uuid   NOT NULL REFERENCES catalogue_listing,
    quantity   bigint NOT NULL CHECK (quantity BETWEEN 1 AND 9999),
    seen_price_fen bigint NOT NULL,
    added_at   timestamptz NOT NULL,
    PRIMARY KEY (cart_id, listing_id)
);

-- What the buyer did once: one purchase, one payment, one order for each supplier.
CREATE TABLE order_purchase (
    id             uuid PRIMARY KEY,
    cart_id        uuid        NOT NULL,
    cart_version   int         NOT NULL,
    account_id     uuid,
    guest_token_hash bytea,
    state          text        NOT NULL CHECK (state IN ('PLACED','PAID','EXPIRED','CANCELLED','REFUND_DUE')),
    total_fen      bigint      NOT NULL CHECK (total_fen > 0),
    receiver_cipher bytea      NOT NULL,
    receiver_masked text       NOT NULL,
    placed_at      timestamptz NOT NULL,
    holds_until    timestamptz NOT NULL,
    paid_at        timestamptz,
    CONSTRAINT order_cart_bought_once UNIQUE (cart_id, cart_version)
);
CREATE INDEX ON order_purchase (account_id, placed_at DESC);
CREATE INDEX order_purchase_due ON order_purchase (holds_until) WHERE state = 'PLACED';

CREATE TABLE order_part (
    id              uuid PRIMARY KEY,
    purchase_id     uuid   NOT NULL REFERENCES order_purchase,
    organisation_id uuid   NOT NULL,
    number          text   NOT NULL UNIQUE,
    state           text   NOT NULL CHECK (state IN ('PLACED','PAID','SHIPPED','RECEIVED','CANCELLED')),
    total_fen       bigint NOT NULL CHECK (total_fen > 0),
    carrier         text,
    tracking_number text,
    UNIQUE (purchase_id, organisation_id)
);
CREATE INDEX ON order_part (organisation_id, state);

CREATE TABLE order_line (
    part_id    uuid   NOT NULL REFERENCES order_part,
    line_no    int    NOT NULL,
    listing_id uuid   NOT NULL,
    name_zh    text   NOT NULL,
    name_en    text   NOT NULL,
    unit       text   NOT NULL,
    quantity   bigint NOT NULL CHECK (quantity > 0),
    price_fen  bigint NOT NULL CHECK (price_fen > 0),
    amount_fen bigint NOT NULL CHECK (amount_fen = quantity * price_fen),
    sale_id    uuid,
    households_fen bigint NOT NULL DEFAULT 0 CHECK (households_fen BETWEEN 0 AND amount_fen),
    PRIMARY KEY (part_id, line_no)
);

CREATE TABLE order_event (
    part_id uuid        NOT NULL REFERENCES order_part,
    seq     int         NOT NULL,
    state   text        NOT NULL,
    actor   uuid,
    at      timestamptz NOT NULL,
    PRIMARY KEY (part_id, seq)
);
