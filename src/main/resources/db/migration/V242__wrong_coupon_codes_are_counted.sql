-- How many wrong codes a buyer, and an address, typed since the first of them in the hour; who it is cannot be read from it.
CREATE TABLE promotion_code_try (
    subject text        PRIMARY KEY,
    since   timestamptz NOT NULL,
    tries   int         NOT NULL CHECK (tries >= 0)
);
CREATE INDEX ON promotion_code_try (since);
