-- A finished run is closed with the Merkle root over the records of its credits, in the order of pools and households. Runs from
-- before have none.
ALTER TABLE settlement_run ADD COLUMN root bytea CHECK (length(root) = 32),
    ADD CONSTRAINT settlement_closed_with_its_root CHECK (state <> 'DONE' OR root IS NOT NULL) NOT VALID;

-- Late sales are few; a run says which of them it paid.
CREATE INDEX sale_late ON sale (agreement_id, month) WHERE late;
