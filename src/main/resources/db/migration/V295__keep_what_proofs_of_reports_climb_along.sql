-- A partner's report is one transaction of tens of thousands of sales. The hashes over each 256 neighbours among their records are
-- kept, so that the proof of one sale reads its neighbours and these instead of all. They are no evidence: a wrong one makes a
-- proof that fails. A transaction of no more than 256 sales has none.
CREATE TABLE sale_record_node (
    tx_id bigint PRIMARY KEY,
    nodes bytea NOT NULL CHECK (length(nodes) > 32 AND length(nodes) % 32 = 0)
);
REVOKE UPDATE, DELETE ON sale_record_node FROM bangxiao_service;

INSERT INTO sale_record_node (tx_id, nodes)
SELECT tx_id, string_agg(node, ''::bytea ORDER BY n)
  FROM (SELECT tx_id, position / 256 AS n, ledger_merkle_root(array_agg(record_sha256 ORDER BY position)) AS node
          FROM sale WHERE tx_id IN (SELECT tx_id FROM sale WHERE position = 256) GROUP BY 1, 2) g
 GROUP BY tx_id;
