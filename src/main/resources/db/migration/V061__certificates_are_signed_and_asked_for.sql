-- Keys that sign the codes on certificates; the private half is encrypted with the installation's master key.
CREATE TABLE certification_signing_key (
    kid            text PRIMARY KEY CHECK (kid ~ '^[0-9a-f]{16}$'),
    public_key     bytea       NOT NULL CHECK (length(public_key) = 32),
    private_cipher bytea       NOT NULL,
    created_at     timestamptz NOT NULL
);

-- Questions for certificates that were not there, by a digest of the address they came from: too many and it has to wait.
CREATE TABLE certification_miss (
    address_digest bytea       PRIMARY KEY,
    since          timestamptz NOT NULL,
    misses         int         NOT NULL CHECK (misses > 0)
);
CREATE INDEX ON certification_miss (since);
