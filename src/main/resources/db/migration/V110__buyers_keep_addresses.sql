-- Where somebody signed in has goods sent: sealed, with a masked line for lists, twenty at most.
CREATE TABLE order_address (
    id         uuid PRIMARY KEY,
    account_id uuid        NOT NULL,
    -- Its place among the account's addresses: no two in one, none beyond the twentieth.
    slot       smallint    NOT NULL CHECK (slot BETWEEN 1 AND 20),
    sealed     bytea       NOT NULL,
    masked     text        NOT NULL CHECK (length(masked) BETWEEN 1 AND 200),
    preferred  boolean     NOT NULL DEFAULT false,
    written_at timestamptz NOT NULL,
    UNIQUE (account_id, slot)
);
CREATE UNIQUE INDEX order_address_one_preferred ON order_address (account_id) WHERE preferred;
