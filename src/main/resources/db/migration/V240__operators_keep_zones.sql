-- Zones (专区): storefronts that operators of places of sale put together from what is on sale. Whatever leaves the shop is not
-- shown in them from the same moment, because the shop itself is asked; its place is kept for when it is back.
CREATE TABLE catalogue_zone (
    id              uuid        PRIMARY KEY,
    organisation_id uuid        NOT NULL REFERENCES organisation,
    slug            text        NOT NULL CONSTRAINT catalogue_zone_slug UNIQUE
                                CHECK (length(slug) BETWEEN 3 AND 40 AND slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    name_zh         text        NOT NULL CHECK (length(name_zh) BETWEEN 1 AND 40),
    name_en         text        NOT NULL CHECK (length(name_en) BETWEEN 1 AND 80),
    lead_zh         text        NOT NULL CHECK (length(lead_zh) BETWEEN 1 AND 300),
    lead_en         text        NOT NULL CHECK (length(lead_en) BETWEEN 1 AND 600),
    from_day        date        NOT NULL,
    to_day          date        NOT NULL,
    picture         bytea       REFERENCES document_content,
    hidden_reason   text        CHECK (length(hidden_reason) BETWEEN 1 AND 300),
    opened_at       timestamptz NOT NULL,
    CONSTRAINT catalogue_zone_days CHECK (to_day >= from_day)
);
CREATE INDEX ON catalogue_zone (organisation_id, id);
CREATE INDEX ON catalogue_zone (to_day) WHERE hidden_reason IS NULL;

CREATE TABLE catalogue_zone_good (
    zone_id    uuid     NOT NULL REFERENCES catalogue_zone,
    listing_id uuid     NOT NULL REFERENCES catalogue_listing,
    place      smallint NOT NULL CONSTRAINT catalogue_zone_sixty CHECK (place BETWEEN 1 AND 60),
    PRIMARY KEY (zone_id, listing_id),
    CONSTRAINT catalogue_zone_in_its_place UNIQUE (zone_id, place) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ON catalogue_zone_good (listing_id);
