-- A further cause of the watch: fewer people were credited than were claimed.
ALTER TABLE supervision_case DROP CONSTRAINT supervision_case_cause_check;
ALTER TABLE supervision_case ADD CONSTRAINT supervision_case_cause_check
    CHECK (cause IN ('DOCUMENT_EXPIRED','CAPACITY_NEAR','CAPACITY_EXCEEDED','NO_CREDIT','PRICE_ABOVE_BAND','COMPLAINT_RATE',
                     'COUNTY_NOT_ENTITLED','CREDIT_BELOW_CLAIM'));
