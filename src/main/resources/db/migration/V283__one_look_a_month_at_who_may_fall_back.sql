-- One look at a month in a region: whoever writes the row looks, everybody else has nothing left to do.
CREATE TABLE monitoring_look (
    region    text        NOT NULL,
    month     int         NOT NULL CHECK (month % 100 BETWEEN 1 AND 12),
    looked_at timestamptz NOT NULL,
    PRIMARY KEY (region, month)
);
