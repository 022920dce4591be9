-- A mandate to sell is none to apply for certificates in the supplier's name: that it must say.
ALTER TABLE organisation_mandate ADD COLUMN may_apply boolean NOT NULL DEFAULT false;

-- Whether an organisation applies for a supplier with a product on a day: for its own, or under a mandate that says so. A
-- product that does not exist yet (null) is in a mandate for everything only.
CREATE FUNCTION organisation_applies_for(actor uuid, supplier uuid, product uuid, on_day date) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT actor = supplier OR EXISTS (
        SELECT 1 FROM organisation_mandate m
         WHERE m.agent_id = actor AND m.supplier_id = supplier AND m.state = 'CONFIRMED' AND on_day BETWEEN m.from_on AND m.to_on
           AND m.may_apply AND (m.products IS NULL OR product = ANY (m.products)))
$$;

-- Whether an organisation acts for the supplier of a listing on a day.
CREATE FUNCTION catalogue_acts_for(actor uuid, listing uuid, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT organisation_acts_for(actor, l.organisation_id, l.product_id, on_day)
                       FROM catalogue_listing l WHERE l.id = listing), false)
$$;

-- Orders of a supplier, and of those whom an agent acts for, newest first.
CREATE INDEX order_part_of_supplier ON order_part (organisation_id, number DESC);
