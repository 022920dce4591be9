package org.bangxiao.household;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.bangxiao.kernel.CheckCharacter;
import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Problem.Kind;
import org.bangxiao.platform.SqlState;

/** What can be wrong with households, links and agreements. */
final class HouseholdProblems {
    private HouseholdProblems() {}

    static void check(List<HouseholdDraft> drafts) {
        List<Problem.FieldError> errors = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            HouseholdDraft draft = drafts.get(i);
            String row = "/households/" + i;
            if (!draft.villageCode().matches("\\d{12}")) {
                errors.add(new Problem.FieldError(row + "/villageCode", "village-code-invalid", List.of()));
            }
            if (!CheckCharacter.isIdNumber(draft.idNumber())) {
                errors.add(new Problem.FieldError(row + "/idNumber", "id-number-invalid", List.of()));
            }
            if (draft.headName().isBlank() || draft.history().isEmpty()) {
                errors.add(new Problem.FieldError(row, "household-incomplete", List.of()));
            }
            if (draft.bankAccount() != null && !BankNumbers.isAccount(draft.bankAccount())) {
                errors.add(new Problem.FieldError(row + "/bankAccount", "bank-account-invalid", List.of()));
            }
            if (draft.bankCode() != null
                    && (draft.bankAccount() == null || !draft.bankCode().matches("\\d{3}"))) {
                errors.add(new Problem.FieldError(row + "/bankCode", "bank-code-invalid", List.of()));
            }
        }
        if (!errors.isEmpty()) {
            throw Problem.fields(errors.subList(0, Math.min(errors.size(), 100)));
        }
    }

    /** Of rows that a county hands in: each in its own area, and none twice. */
    static void checkRows(List<HouseholdDraft> drafts, Predicate<HouseholdDraft> own) {
        List<Problem.FieldError> errors = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < drafts.size(); i++) {
            String row = "/households/" + i;
            if (!own.test(drafts.get(i))) {
                errors.add(new Problem.FieldError(row + "/villageCode", "village-not-yours", List.of()));
            }
            if (!seen.add(drafts.get(i).idNumber())) {
                errors.add(new Problem.FieldError(row + "/idNumber", "household-twice", List.of()));
            }
        }
        if (!errors.isEmpty()) {
            throw Problem.fields(errors.subList(0, Math.min(errors.size(), 100)));
        }
    }

    /** What a change of the account is refused with in the database, in the trade's words. */
    static Throwable ofBankChange(Throwable failure) {
        if (SqlState.violates(failure, "household_bank_four_eyes")) {
            return Problem.of(Kind.CONFLICT, "four-eyes");
        }
        if (SqlState.violates(failure, "household_bank_in_flight")) {
            return Problem.of(Kind.CONFLICT, "household-bank-in-flight");
        }
        if (SqlState.violates(failure, "household_one_bank_change_at_a_time")) {
            return Problem.of(Kind.CONFLICT, "household-bank-change-waits");
        }
        return failure;
    }

    static Problem bankChangeDecided() {
        return Problem.of(Kind.CONFLICT, "household-bank-change-decided");
    }

    static Problem registeredAlready() {
        return Problem.of(Kind.CONFLICT, "household-registered-already");
    }

    static Problem statusOverlaps() {
        return Problem.of(Kind.CONFLICT, "household-status-overlaps");
    }

    static Problem memberInvalid() {
        return Problem.of(Kind.UNPROCESSABLE, "link-member-invalid");
    }

    static Problem beyondWhole() {
        return Problem.of(Kind.UNPROCESSABLE, "link-beyond-whole");
    }

    static Problem purposeMissing() {
        return Problem.field("/purpose", "reading-purpose-missing");
    }

    static Problem fourEyes() {
        return Problem.of(Kind.CONFLICT, "agreement-four-eyes");
    }

    static Problem overlaps() {
        return Problem.of(Kind.CONFLICT, "agreement-from-a-later-day");
    }

    static void check(AgreementDraft draft) {
        if (draft.feeBasisPoints() < 0
                || draft.feeBasisPoints() > 10_000
                || draft.dividendBasisPoints() < 0
                || draft.dividendBasisPoints() > 10_000
                || draft.floorFenPerUnit() < 0
                || draft.priceFen() <= 0) {
            throw Problem.of(Kind.UNPROCESSABLE, "agreement-invalid");
        }
        Split split = Split.of(
                draft.priceFen(), 1, draft.feeBasisPoints(), draft.floorFenPerUnit(), draft.dividendBasisPoints());
        if (split.shortfallFen() > 0) {
            throw Problem.of(Kind.UNPROCESSABLE, "agreement-exceeds-price");
        }
    }
}
