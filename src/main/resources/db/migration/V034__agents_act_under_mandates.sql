-- What an agent may sell for whom: asked for by the agent with a paper, good once the supplier has said yes, within its days.
CREATE TABLE organisation_mandate (
    id          uuid PRIMARY KEY,
    agent_id    uuid        NOT NULL REFERENCES organisation,
    supplier_id uuid        NOT NULL REFERENCES organisation,
    -- Null means everything the supplier has.
    products    uuid[] CHECK (cardinality(products) > 0),
    from_on     date        NOT NULL,
    to_on       date        NOT NULL,
    sha256      bytea       NOT NULL REFERENCES document_content,
    state       text        NOT NULL CHECK (state IN ('PROPOSED','CONFIRMED','REFUSED','ENDED')),
    proposed_by uuid        NOT NULL,
    proposed_at timestamptz NOT NULL,
    decided_by  uuid,
    decided_at  timestamptz,
    CHECK (to_on >= from_on AND agent_id <> supplier_id),
    CHECK ((state = 'PROPOSED') = (decided_at IS NULL)),
    CONSTRAINT organisation_mandate_by_the_other_side CHECK (decided_by <> proposed_by OR state = 'ENDED')
);
CREATE INDEX ON organisation_mandate (agent_id, state);
CREATE INDEX ON organisation_mandate (supplier_id, state);

-- Whether an organisation acts for a supplier with a product on a day: its own, or under a mandate. The one place that says so.
CREATE FUNCTION organisation_acts_for(actor uuid, supplier uuid, product uuid, on_day date) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT actor = supplier OR EXISTS (
        SELECT 1 FROM organisation_mandate m
         WHERE m.agent_id = actor AND m.supplier_id = supplier AND m.state = 'CONFIRMED' AND on_day BETWEEN m.from_on AND m.to_on
           AND (m.products IS NULL OR product = ANY (m.products)))
$$;
CREATE FUNCTION organisation_acted_for(actor uuid, on_day date) RETURNS uuid[] LANGUAGE sql STABLE AS $$
    SELECT array_append(ARRAY (
        SELECT DISTINCT m.supplier_id FROM organisation_mandate m
         WHERE m.agent_id = actor AND m.state = 'CONFIRMED' AND on_day BETWEEN m.from_on AND m.to_on), actor)
$$;
