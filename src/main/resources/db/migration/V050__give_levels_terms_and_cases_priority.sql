-- Levels are the pack's: their ids are no longer listed here.
ALTER TABLE certification_decision DROP CONSTRAINT certification_decision_level_check;
ALTER TABLE certification_decision ADD CHECK (level ~ '^[A-Z][A-Z_]*$');

-- Whose turn it is, until when, and whether the day has passed; who goes first; how the machine's checks came out.
ALTER TABLE certification_application
    ADD COLUMN level        text,
    ADD COLUMN due_on       date,
    ADD COLUMN escalated_at timestamptz,
    ADD COLUMN supervised   boolean NOT NULL DEFAULT false,
    ADD COLUMN unsold_stock boolean NOT NULL DEFAULT false,
    ADD COLUMN priority     boolean GENERATED ALWAYS AS (supervised OR unsold_stock) STORED,
    ADD COLUMN findings     text GENERATED ALWAYS AS (CASE
        WHEN checks::jsonb = '[]'::jsonb THEN 'NONE'
        WHEN jsonb_path_exists(checks::jsonb, '$[*] ? (@.result == "NOT_MET")') THEN 'NOT_MET'
        WHEN jsonb_path_exists(checks::jsonb, '$[*] ? (@.result != "MET")') THEN 'REMARK'
        ELSE 'GREEN' END) STORED,
    ADD CHECK (due_on IS NULL OR state = 'IN_REVIEW'),
    ADD CHECK (escalated_at IS NULL OR due_on IS NOT NULL);
COMMENT ON COLUMN certification_application.due_on IS 'last day on which the level at hand decides in time';

-- The queue of an office: the priority lane first, then what is due first.
CREATE INDEX certification_queue ON certification_application
    ((NOT priority), (coalesce(due_on, 'infinity'::date)), step_entered_at, id) WHERE state = 'IN_REVIEW';
CREATE INDEX certification_overdue ON certification_application (due_on) WHERE state = 'IN_REVIEW' AND escalated_at IS NULL;
