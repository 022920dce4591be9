-- A buyer may ask for the same goods again instead of money. What is to go out is kept for the claim from the moment the
-- supplier agrees; once it is sent the claim is over, and where it is not sent in time the money goes back after all.
ALTER TABLE order_claim ADD COLUMN wish text NOT NULL DEFAULT 'MONEY' CHECK (wish IN ('MONEY', 'EXCHANGE')),
    DROP CONSTRAINT order_claim_state_check,
    ADD CONSTRAINT order_claim_state_check CHECK (state IN ('ASKED','RETURNING','REFUSED','DISPUTED','APPROVED','REJECTED',
        'WITHDRAWN','EXCHANGING','EXCHANGED')),
    DROP CONSTRAINT order_claim_answered,
    ADD CONSTRAINT order_claim_answered CHECK ((state = 'APPROVED') = (approved_fen IS NOT NULL)
        AND (state IN ('APPROVED', 'EXCHANGING', 'EXCHANGED')) = (goods IS NOT NULL)),
    ADD CONSTRAINT order_claim_exchanged_as_asked CHECK (wish = 'EXCHANGE' OR state NOT IN ('EXCHANGING', 'EXCHANGED'));
DROP INDEX order_claim_one_open;
CREATE UNIQUE INDEX order_claim_one_open ON order_claim (part_id) WHERE state IN ('ASKED','RETURNING','DISPUTED','EXCHANGING');
DROP INDEX order_claim_due;
CREATE INDEX order_claim_due ON order_claim (due_at) WHERE state IN ('ASKED', 'RETURNING', 'EXCHANGING');

CREATE OR REPLACE FUNCTION order_claim_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state || '>' || NEW.state NOT IN (
            'ASKED>RETURNING', 'ASKED>APPROVED', 'ASKED>REFUSED', 'ASKED>DISPUTED', 'ASKED>WITHDRAWN', 'ASKED>EXCHANGING',
            'RETURNING>RETURNING', 'RETURNING>APPROVED', 'RETURNING>REFUSED', 'RETURNING>DISPUTED', 'RETURNING>WITHDRAWN',
            'RETURNING>EXCHANGING', 'EXCHANGING>EXCHANGED', 'EXCHANGING>APPROVED',
            'REFUSED>DISPUTED', 'DISPUTED>APPROVED', 'DISPUTED>REJECTED', 'DISPUTED>WITHDRAWN')
       OR (OLD.id, OLD.number, OLD.part_id, OLD.cause, OLD.content, OLD.asked_fen, OLD.asked_at, OLD.wish)
          <> (NEW.id, NEW.number, NEW.part_id, NEW.cause, NEW.content, NEW.asked_fen, NEW.asked_at, NEW.wish) THEN
        RAISE EXCEPTION 'a claim does not move so' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'order_claim_moves';
    END IF;
    RETURN NEW;
END $$;

-- The parcel by which it goes out: one for a claim, of the order that the claim is about. What is in it stands in the claim.
ALTER TABLE order_claim ADD CONSTRAINT order_claim_of_its_part UNIQUE (id, part_id);
ALTER TABLE order_parcel ADD COLUMN claim_id uuid CONSTRAINT order_parcel_once_for_a_claim UNIQUE,
    ADD FOREIGN KEY (claim_id, part_id) REFERENCES order_claim (id, part_id);
