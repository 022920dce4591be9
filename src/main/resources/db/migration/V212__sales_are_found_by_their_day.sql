-- A campaign sums the sales of some days. Sales are recorded nearly in the order of their days, so that this costs next to
-- nothing when one is recorded.
CREATE INDEX sale_by_day ON sale USING brin (sold_at);
