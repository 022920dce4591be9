-- A check with nothing to compare with is neither for nor against a case: a person looks at it, and the queue says so.
ALTER TABLE certification_application DROP COLUMN findings;
ALTER TABLE certification_application ADD COLUMN findings text GENERATED ALWAYS AS (CASE
    WHEN checks::jsonb = '[]'::jsonb THEN 'NONE'
    WHEN jsonb_path_exists(checks::jsonb, '$[*] ? (@.result == "NOT_MET")') THEN 'NOT_MET'
    WHEN jsonb_path_exists(checks::jsonb, '$[*] ? (@.result == "REMARK")') THEN 'REMARK'
    WHEN jsonb_path_exists(checks::jsonb, '$[*] ? (@.result != "MET")') THEN 'OPEN'
    ELSE 'GREEN' END) STORED;
COMMENT ON COLUMN certification_application.findings IS
    'NOT_MET: a pass is forbidden; REMARK: look twice; OPEN: something had nothing to compare with; GREEN: all is met';
