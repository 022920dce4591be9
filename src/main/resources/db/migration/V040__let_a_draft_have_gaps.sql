-- A draft is filled in pieces on a phone: what is missing may be missing until it is handed in. What was typed and could
-- not be read is kept word for word (typed), so that nothing is lost between two visits.
ALTER TABLE certification_application
    ADD COLUMN bulk_price_fen     bigint,
    ADD COLUMN yearly_value_fen   bigint,
    ADD COLUMN area_square_metres bigint,
    ADD COLUMN raw_lots           text NOT NULL DEFAULT '[]',
    ADD COLUMN typed              text NOT NULL DEFAULT '{}',
    ADD COLUMN name_key           text NOT NULL DEFAULT '',
    ALTER COLUMN link_id DROP NOT NULL,
    DROP CONSTRAINT certification_application_name_zh_check,
    DROP CONSTRAINT certification_application_price_fen_check,
    DROP CONSTRAINT certification_application_yearly_capacity_check,
    -- The floor within the price: said again below, for what is whole.
    DROP CONSTRAINT certification_application_check,
    ADD CONSTRAINT certification_application_raw_lots_are_a_list CHECK (raw_lots IS JSON ARRAY),
    ADD CONSTRAINT certification_application_typed_is_an_object CHECK (typed IS JSON OBJECT),
    ADD CONSTRAINT certification_application_figures_are_positive
        CHECK (price_fen >= 0 AND yearly_capacity >= 0 AND floor_fen_per_unit >= 0
           AND bulk_price_fen > 0 AND yearly_value_fen > 0 AND area_square_metres > 0),
    ADD CONSTRAINT certification_application_name_is_short CHECK (length(name_zh) <= 60),
    ADD CONSTRAINT certification_application_is_whole_once_handed_in
        CHECK (state IN ('DRAFT','RETURNED','WITHDRAWN')
            OR (length(name_zh) >= 2 AND category <> '' AND county_code <> '' AND package_unit <> ''
                AND price_fen > 0 AND floor_fen_per_unit <= price_fen AND yearly_capacity > 0
                AND cardinality(harvest_months) > 0 AND link_id IS NOT NULL));

-- Names as they are compared: the service writes the key; what is there already is compared by its letters.
UPDATE certification_application SET name_key = lower(regexp_replace(name_zh, '[[:space:][:punct:]]', '', 'g'));
CREATE INDEX ON certification_application (name_key, county_code) WHERE state NOT IN ('DRAFT','WITHDRAWN','REJECTED');
