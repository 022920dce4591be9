-- The id that the name of a ledger account's owner begins with; null where it begins with none.
CREATE FUNCTION report_account_id(p_owner text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN left(p_owner, 36) ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN left(p_owner, 36)::uuid END
$$;

-- Where the owner of a ledger account is at home, as the digits of an area; null for accounts of the platform, which are nobody's.
CREATE FUNCTION report_account_area(p_kind text, p_owner text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN p_kind = 'HOUSEHOLD' THEN coalesce(
            (SELECT h.village_code FROM household h WHERE h.id = report_account_id(p_owner)),
            (SELECT v.village_code FROM household_village v WHERE v.id = report_account_id(p_owner)))
        WHEN p_kind = 'TRANSIT' THEN (SELECT p.area_code FROM settlement_payout p WHERE p.id = report_account_id(p_owner))
        WHEN p_kind = 'POOL' THEN (SELECT o.area_code FROM household_agreement a JOIN household_benefit_link l ON l.id = a.link_id
                                     JOIN organisation o ON o.id = l.organisation_id WHERE a.id = report_account_id(p_owner))
        WHEN p_kind IN ('SUPPLIER', 'SUPPLIER_DEBT', 'RECOVERABLE') THEN coalesce(
            (SELECT o.area_code FROM organisation o WHERE o.id = report_account_id(p_owner)),
            (SELECT o.area_code FROM household_benefit_link l JOIN organisation o ON o.id = l.organisation_id
              WHERE l.id = report_account_id(p_owner)))
    END
$$;
