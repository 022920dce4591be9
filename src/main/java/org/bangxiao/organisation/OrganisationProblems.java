package org.bangxiao.organisation;

import java.util.ArrayList;
import java.util.List;
import org.bangxiao.kernel.CheckCharacter;
import org.bangxiao.kernel.Problem;

/** What can be wrong with an organisation. */
final class OrganisationProblems {
    private OrganisationProblems() {}

    static Problem creditCodeTaken() {
        return Problem.field("/creditCode", "credit-code-taken");
    }

    static void check(OrganisationDraft draft) {
        List<Problem.FieldError> errors = new ArrayList<>();
        int length = draft.nameZh().strip().length();
        if (length < 2 || length > 100) {
            errors.add(new Problem.FieldError("/nameZh", "organisation-name-length", List.of(2, 100)));
        }
        if (!draft.areaCode().matches("\\d{6}")) {
            errors.add(new Problem.FieldError("/areaCode", "area-code-invalid", List.of()));
        }
        String code = draft.creditCode();
        if (code == null ? draft.kind().needsCreditCode() : !CheckCharacter.isCreditCode(code)) {
            errors.add(new Problem.FieldError("/creditCode", "credit-code-invalid", List.of()));
        }
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
    }
}
