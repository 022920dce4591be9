package org.bangxiao.order;

import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.jspecify.annotations.Nullable;

/** Reads what a clerk answered; names that nobody knows are as if nothing had been chosen. */
final class ClaimAnswers {
    private ClaimAnswers() {}

    static ClaimDesk.Answer of(Form form) {
        return new ClaimDesk.Answer(
                outcome(form.value("outcome")),
                state(form.value("state")),
                form.value("goods"),
                form.value("note"),
                fen(form.value("amount")),
                form.value("freight").equals("true"));
    }

    static ClaimDesk.@Nullable Outcome outcome(@Nullable String name) {
        for (ClaimDesk.Outcome outcome : ClaimDesk.Outcome.values()) {
            if (outcome.name().equals(name)) {
                return outcome;
            }
        }
        return null;
    }

    static Claim.@Nullable State state(@Nullable String name) {
        for (Claim.State state : Claim.State.values()) {
            if (state.name().equals(name)) {
                return state;
            }
        }
        return null;
    }

    private static @Nullable Long fen(String typed) {
        if (typed.isEmpty()) {
            return null;
        }
        try {
            return Money.parseYuan(typed);
        } catch (NumberFormatException e) {
            throw Problem.field("/amount", "field-invalid", typed);
        }
    }
}
