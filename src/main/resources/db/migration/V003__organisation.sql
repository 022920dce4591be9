CREATE TABLE organisation (
    id          uuid PRIMARY KEY DEFAULT uuidv7(),
    version     int         NOT NULL DEFAULT 0,
    kind        text        NOT NULL CHECK (kind IN ('COOPERATIVE','COMPANY','FAMILY_FARM','AGENT',
                                                             'BUDGET_UNIT','PARTNER','OFFICE','PLATFORM')),
    name_zh     text        NOT NULL CHECK (length(name_zh) BETWEEN 2 AND 100),
    name_en     text        NOT NULL DEFAULT '',
    credit_code text        CONSTRAINT organisation_credit_code_taken UNIQUE CHECK (credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
    area_code   text        NOT NULL CHECK (area_code ~ '^\d{6}$'),
    state       text        NOT NULL DEFAULT 'ACTIVE' CHECK (state IN ('ACTIVE','SUSPENDED','CLOSED')),
    demo        boolean     NOT NULL DEFAULT false,
    created_at  timestamptz NOT NULL
);
CREATE INDEX ON organisation (area_code, kind);
