package org.bangxiao.freight;

import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.SqlState;

/** What can go wrong with templates. */
final class FreightProblems {
    private FreightProblems() {}

    static Problem tooMany(int most) {
        return Problem.of(Problem.Kind.CONFLICT, "freight-templates-too-many", most);
    }

    /** The refusal of the database in the trade's words; anything else stays as it is. */
    static Throwable of(Throwable failure) {
        return SqlState.violates(failure, "freight_template_name_once")
                ? Problem.field("/name", "freight-name-taken")
                : failure;
    }
}
