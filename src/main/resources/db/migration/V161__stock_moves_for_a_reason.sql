-- What a supplier does to its stock says why, who, and where it corrects what: a count or a correction may go either way,
-- so its pieces carry their sign; of all other kinds the kind does.
ALTER TABLE catalogue_stock_movement
    DROP CONSTRAINT catalogue_stock_movement_kind_check,
    DROP CONSTRAINT catalogue_stock_movement_quantity_check,
    ADD COLUMN note text NOT NULL DEFAULT '' CHECK (length(note) <= 200),
    ADD COLUMN account_id uuid,
    ADD CONSTRAINT catalogue_moved_for_a_reason CHECK (CASE kind
        WHEN 'COUNTED' THEN true
        WHEN 'CORRECTED' THEN quantity <> 0 AND note <> ''
        ELSE quantity > 0 AND kind IN ('OPENED','ADDED','SOLD','RESTOCKED','WRITTEN_OFF') END);
CREATE TRIGGER catalogue_stock_movement_append_only BEFORE UPDATE OR DELETE ON catalogue_stock_movement
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();

-- What a movement did to the goods that are there to be sold.
CREATE FUNCTION catalogue_moved(kind text, quantity bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN kind IN ('SOLD','WRITTEN_OFF') THEN -quantity ELSE quantity END
$$;
