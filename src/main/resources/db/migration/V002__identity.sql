-- One row for each natural person, so that two accounts of one person are known as such.
CREATE TABLE identity_person (
    id               uuid PRIMARY KEY DEFAULT uuidv7(),
    id_number_hash   bytea UNIQUE,
    id_number_cipher bytea,
    created_at       timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE identity_account (
    id            uuid PRIMARY KEY DEFAULT uuidv7(),
    person_id     uuid        NOT NULL REFERENCES identity_person,
    username      text        NOT NULL CHECK (username = lower(username) AND length(username) BETWEEN 3 AND 60),
    display_name  text        NOT NULL CHECK (length(display_name) BETWEEN 1 AND 80),
    password_hash text        NOT NULL,
    disabled_at   timestamptz,
    demo          boolean     NOT NULL DEFAULT false,
    created_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT identity_account_username_taken UNIQUE (username)
);
CREATE INDEX ON identity_account (person_id);

-- A role and its one scope: an organisation, an area, or neither.
CREATE TABLE identity_grant (
    account_id      uuid NOT NULL REFERENCES identity_account,
    role            text NOT NULL,
    organisation_id uuid,
    area_code       text CHECK (area_code ~ '^\d{6}(\d{6})?$'),
    PRIMARY KEY (account_id, role),
    CHECK (organisation_id IS NULL OR area_code IS NULL)
);

CREATE TABLE identity_session (
    token_hash bytea PRIMARY KEY,
    account_id uuid        NOT NULL REFERENCES identity_account,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at   timestamptz
);
CREATE INDEX ON identity_session (account_id);

-- Failed log-ins by account and by address: each failure doubles the wait before the next try is looked at.
CREATE TABLE identity_login_failure (
    subject     text PRIMARY KEY,
    failures    int         NOT NULL,
    retry_after timestamptz NOT NULL
);

-- Keys that sign tokens; the private half is encrypted with the installation's master key.
CREATE TABLE identity_signing_key (
    kid            text PRIMARY KEY,
    public_key     bytea       NOT NULL,
    private_cipher bytea       NOT NULL,
    created_at     timestamptz NOT NULL,
    signs_from     timestamptz NOT NULL,
    verifies_until timestamptz
);
