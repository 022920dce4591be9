package org.bangxiao.support;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.UUID;

/** Households that were given something beside what they sold. */
public final class Aided {
    private Aided() {}

    /** A confirmed grant of so many fen, in two hands. */
    public static UUID grant(UUID household, LocalDate day, long fen) throws SQLException {
        UUID id = UUID.randomUUID();
        SettledProvince.run(
                "INSERT INTO household_aid (id, village_code, village_name, household_id, kind, giver, amount_fen, received_on,"
                        + " entered_by, entered_person, entered_at, demo) SELECT '" + id
                        + "', village_code, village_name, id, 'GRANT', '县农业农村局', " + fen + ", '" + day
                        + "', gen_random_uuid(), gen_random_uuid(), '" + day
                        + "T04:00:00Z', true FROM household WHERE id = '" + household + "'");
        SettledProvince.run("INSERT INTO household_aid_step (aid_id, step, account_id, person_id, at) VALUES ('" + id
                + "', 'CONFIRMED', gen_random_uuid(), gen_random_uuid(), '" + day + "T05:00:00Z')");
        return id;
    }
}
