-- After-sales: a buyer asks for money back for lines of an order, the supplier answers in its time, else the platform
-- decides. Each change is a row with who and when; nobody decides for a supplier of their own.
CREATE TABLE order_claim (
    id              uuid PRIMARY KEY,
    number          text        NOT NULL UNIQUE,
    part_id         uuid        NOT NULL REFERENCES order_part,
    purchase_id     uuid        NOT NULL REFERENCES order_purchase,
    organisation_id uuid        NOT NULL REFERENCES organisation,
    -- Where the goods come from: whose officers decide.
    county_code     text        NOT NULL CHECK (county_code ~ '^\d{6}$'),
    cause           text        NOT NULL CHECK (cause IN
                    ('NOT_SENT','SPOILED','DAMAGED','MISSING','WRONG','NOT_AS_DESCRIBED','CHANGED_MIND')),
    content         text        NOT NULL CHECK (length(content) <= 1000),
    -- Goods that do not come back: fresh ones, and those that never arrived.
    returnable      boolean     NOT NULL,
    state           text        NOT NULL CHECK (state IN ('ASKED','RETURNING','REFUSED','DISPUTED','APPROVED','REJECTED','WITHDRAWN')),
    asked_fen       bigint      NOT NULL CHECK (asked_fen > 0),
    approved_fen    bigint CHECK (approved_fen BETWEEN 1 AND asked_fen),
    -- What became of the goods: back on the shelf, or written off.
    goods           text CHECK (goods IN ('RESTOCK','WRITE_OFF')),
    carrier         text,
    tracking_number text,
    -- The terms it was asked under.
    answer_hours    int         NOT NULL CHECK (answer_hours > 0),
    decide_hours    int         NOT NULL CHECK (decide_hours > 0),
    return_days     int         NOT NULL CHECK (return_days > 0),
    -- Until when whoever's turn it is may act; null once it is over.
    due_at          timestamptz,
    account_id      uuid,
    asked_at        timestamptz NOT NULL,
    CONSTRAINT order_claim_answered CHECK ((state = 'APPROVED') = (approved_fen IS NOT NULL AND goods IS NOT NULL)),
    CHECK ((carrier IS NULL) = (tracking_number IS NULL))
);
-- One open question about an order at a time.
CREATE UNIQUE INDEX order_claim_one_open ON order_claim (part_id) WHERE state IN ('ASKED','RETURNING','DISPUTED');
CREATE INDEX ON order_claim (purchase_id);
CREATE INDEX ON order_claim (organisation_id, id);
CREATE INDEX order_claim_due ON order_claim (due_at) WHERE state IN ('ASKED','RETURNING');

-- What is asked for of a line. Units are what is taken back; nil where part of the price goes back and the goods stay.
CREATE TABLE order_claim_line (
    claim_id   uuid   NOT NULL REFERENCES order_claim,
    part_id    uuid   NOT NULL,
    line_no    int    NOT NULL,
    quantity   bigint NOT NULL CHECK (quantity > 0),
    units      bigint NOT NULL CHECK (units IN (0, quantity)),
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    PRIMARY KEY (claim_id, line_no),
    FOREIGN KEY (part_id, line_no) REFERENCES order_line
);

CREATE TABLE order_claim_photo (
    claim_id uuid  NOT NULL REFERENCES order_claim,
    n        int   NOT NULL,
    sha256   bytea NOT NULL REFERENCES document_content,
    PRIMARY KEY (claim_id, n)
);

CREATE TABLE order_claim_event (
    claim_id   uuid        NOT NULL REFERENCES order_claim,
    seq        int         NOT NULL,
    state      text        NOT NULL,
    side       text        NOT NULL CHECK (side IN ('BUYER','SUPPLIER','PLATFORM','CLOCK')),
    account_id uuid,
    person_id  uuid,
    note       text        NOT NULL CHECK (length(note) <= 500),
    at         timestamptz NOT NULL,
    PRIMARY KEY (claim_id, seq),
    CHECK (side NOT IN ('SUPPLIER','PLATFORM') OR (account_id IS NOT NULL AND person_id IS NOT NULL))
);
CREATE TRIGGER order_claim_line_append_only BEFORE UPDATE OR DELETE ON order_claim_line
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER order_claim_photo_append_only BEFORE UPDATE OR DELETE ON order_claim_photo
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER order_claim_event_append_only BEFORE UPDATE OR DELETE ON order_claim_event
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();

CREATE FUNCTION order_nobody_decides_on_their_own() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF identity_belongs(NEW.person_id, (SELECT organisation_id FROM order_claim WHERE id = NEW.claim_id)) THEN
        RAISE EXCEPTION 'violates constraint "order_nobody_decides_on_their_own"'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'order_nobody_decides_on_their_own';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER order_nobody_decides_on_their_own BEFORE INSERT ON order_claim_event
    FOR EACH ROW WHEN (NEW.side = 'PLATFORM') EXECUTE FUNCTION order_nobody_decides_on_their_own();

-- A claim that is over stays as it is; one that is refused may still be disputed.
CREATE FUNCTION order_claim_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state || '>' || NEW.state NOT IN (
            'ASKED>RETURNING', 'ASKED>APPROVED', 'ASKED>REFUSED', 'ASKED>DISPUTED', 'ASKED>WITHDRAWN',
            'RETURNING>RETURNING', 'RETURNING>APPROVED', 'RETURNING>REFUSED', 'RETURNING>DISPUTED', 'RETURNING>WITHDRAWN',
            'REFUSED>DISPUTED', 'DISPUTED>APPROVED', 'DISPUTED>REJECTED', 'DISPUTED>WITHDRAWN')
       OR (OLD.id, OLD.number, OLD.part_id, OLD.cause, OLD.content, OLD.asked_fen, OLD.asked_at)
          <> (NEW.id, NEW.number, NEW.part_id, NEW.cause, NEW.content, NEW.asked_fen, NEW.asked_at) THEN
        RAISE EXCEPTION 'a claim does not move so' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'order_claim_moves';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER order_claim_moves BEFORE UPDATE OR DELETE ON order_claim FOR EACH ROW EXECUTE FUNCTION order_claim_moves();

-- When goods were received, for those orders that do it by themselves after some days.
CREATE INDEX order_part_on_its_way ON order_part (id) WHERE state = 'SHIPPED';
