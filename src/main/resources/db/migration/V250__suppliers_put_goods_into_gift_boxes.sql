-- A gift box names goods of one supplier, each with its pieces. It is no goods of its own: its goods keep their certificates,
-- prices, stock and splits, and are bought as lines of their own.
CREATE TABLE catalogue_box (
    id              uuid PRIMARY KEY,
    organisation_id uuid        NOT NULL REFERENCES organisation,
    version         int         NOT NULL DEFAULT 0,
    offered         boolean     NOT NULL DEFAULT true,
    name_zh         text        NOT NULL CHECK (length(name_zh) BETWEEN 1 AND 40),
    name_en         text        NOT NULL CHECK (length(name_en) <= 80),
    text_zh         text        NOT NULL CHECK (length(text_zh) <= 500),
    text_en         text        NOT NULL CHECK (length(text_en) <= 1000),
    written_at      timestamptz NOT NULL,
    UNIQUE (id, organisation_id)
);
CREATE INDEX catalogue_box_own ON catalogue_box (organisation_id, id);

ALTER TABLE catalogue_listing ADD CONSTRAINT catalogue_listing_of_supplier UNIQUE (id, organisation_id);

-- Ten places: no box holds more.
CREATE TABLE catalogue_box_goods (
    box_id          uuid NOT NULL,
    organisation_id uuid NOT NULL,
    listing_id      uuid NOT NULL,
    place           int  NOT NULL CHECK (place BETWEEN 0 AND 9),
    pieces          int  NOT NULL CHECK (pieces BETWEEN 1 AND 99),
    PRIMARY KEY (box_id, listing_id),
    UNIQUE (box_id, place),
    FOREIGN KEY (box_id, organisation_id) REFERENCES catalogue_box (id, organisation_id),
    CONSTRAINT catalogue_box_own_goods FOREIGN KEY (listing_id, organisation_id)
        REFERENCES catalogue_listing (id, organisation_id)
);
CREATE INDEX catalogue_box_goods_listing ON catalogue_box_goods (listing_id);

-- One goods alone is no box, whoever writes.
CREATE FUNCTION catalogue_box_of_several() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE box uuid := CASE WHEN TG_TABLE_NAME = 'catalogue_box' THEN to_jsonb(NEW) ->> 'id' ELSE to_jsonb(OLD) ->> 'box_id' END;
BEGIN
    IF EXISTS (SELECT FROM catalogue_box WHERE id = box)
       AND (SELECT count(*) FROM catalogue_box_goods WHERE box_id = box) < 2 THEN
        RAISE EXCEPTION 'a gift box holds at least two goods'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'catalogue_box_of_several', TABLE = 'catalogue_box_goods';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER catalogue_box_of_several AFTER INSERT ON catalogue_box
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION catalogue_box_of_several();
CREATE CONSTRAINT TRIGGER catalogue_box_of_several AFTER DELETE ON catalogue_box_goods
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION catalogue_box_of_several();

-- The boxes whose goods are all on sale that day and of which this is one, the newest three, for the product's page.
CREATE FUNCTION catalogue_boxes(listing uuid, day date) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'zh', b.name_zh, 'en', b.name_en) ORDER BY b.id DESC), '[]')
      FROM (SELECT b.id, b.name_zh, b.name_en FROM catalogue_box_goods g JOIN catalogue_box b ON b.id = g.box_id
             WHERE g.listing_id = listing AND b.offered
               AND NOT EXISTS (SELECT FROM catalogue_box_goods o JOIN catalogue_listing l ON l.id = o.listing_id
                                WHERE o.box_id = b.id AND NOT (catalogue_public(l) AND l.valid_to >= day
                                                               AND NOT l.weighed AND l.presale_until IS NULL
                                                               AND l.cancel_hours IS NULL))
             ORDER BY b.id DESC LIMIT 3) b
$$;
