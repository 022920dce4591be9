-- What somebody signed in wants to find again; where it is sold out, to be told once it is back.
CREATE TABLE account_favourite (
    account_id uuid        NOT NULL REFERENCES identity_account,
    listing_id uuid        NOT NULL REFERENCES catalogue_listing,
    kept_at    timestamptz NOT NULL,
    waits      boolean     NOT NULL,
    PRIMARY KEY (account_id, listing_id)
);
CREATE INDEX account_favourite_waits ON account_favourite (listing_id) WHERE waits;

-- A closed account keeps its row, which purchases and the trail point at, and nothing that says who it was.
ALTER TABLE identity_account ADD COLUMN closed_at timestamptz;
ALTER TABLE identity_account ADD CONSTRAINT identity_closed_is_nobody
    CHECK (closed_at IS NULL OR (disabled_at IS NOT NULL AND display_name = '-' AND username = 'closed-' || id));
