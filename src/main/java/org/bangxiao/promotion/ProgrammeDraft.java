package org.bangxiao.promotion;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A programme as somebody wants to issue it. What is missing is null.
 *
 * @param code    4 to 20 letters and digits; empty where buyers take one by themselves
 * @param funding PLATFORM or FUND; a supplier's own desk always pays itself
 * @param fund     the fund's name where FUND
 * @param supplier only for goods of this one: its id, its whole name or its credit code
 */
public record ProgrammeDraft(
        @Nullable String nameZh,
        @Nullable String nameEn,
        @Nullable String code,
        @Nullable Long offFen,
        @Nullable Long fromFen,
        Programme.@Nullable Funding funding,
        @Nullable String fund,
        @Nullable Long budgetFen,
        @Nullable Long mostUses,
        @Nullable Integer mostPerPerson,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        @Nullable String areaCode,
        @Nullable String category,
        @Nullable String supplier,
        @Nullable String campaign) {
    private static final long MOST_OFF_FEN = 1_000_000_00L;
    private static final long MOST_BUDGET_FEN = 100_000_000_000L;
    private static final int MOST_USES = 100_000_000;
    private static final int MOST_PER_PERSON = 100;
    private static final int MOST_DAYS = 366;

    /** Every field that is wrong by itself. */
    List<Problem.FieldError> faults(LocalDate today) {
        List<Problem.FieldError> faults = new ArrayList<>();
        text(faults, "/nameZh", nameZh, 40);
        text(faults, "/nameEn", nameEn, 80);
        if (!plain(code).matches("([A-Z0-9]{4,20})?")) {
            faults.add(fault("/code", "coupon-code-invalid"));
        }
        number(faults, "/offFen", offFen, 1, MOST_OFF_FEN);
        if (fromFen == null) {
            faults.add(fault("/fromFen", "field-required"));
        } else if (offFen != null && fromFen <= offFen) {
            faults.add(fault("/fromFen", "coupon-from-too-low"));
        } else {
            number(faults, "/fromFen", fromFen, 1, MOST_BUDGET_FEN);
        }
        if (budgetFen != null && offFen != null && budgetFen < offFen) {
            faults.add(fault("/budgetFen", "coupon-budget-too-low"));
        } else {
            number(faults, "/budgetFen", budgetFen, 1, MOST_BUDGET_FEN);
        }
        number(faults, "/mostUses", mostUses, 1, MOST_USES);
        number(
                faults,
                "/mostPerPerson",
                mostPerPerson == null ? null : Long.valueOf(mostPerPerson),
                1,
                MOST_PER_PERSON);
        days(faults, today);
        if (funding == null) {
            faults.add(fault("/funding", "field-required"));
        } else if (funding == Programme.Funding.FUND) {
            text(faults, "/fund", fund, 60);
        }
        return faults;
    }

    private void days(List<Problem.FieldError> faults, LocalDate today) {
        if (from == null) {
            faults.add(fault("/from", "field-required"));
        }
        if (to == null) {
            faults.add(fault("/to", "field-required"));
        } else if (to.isBefore(today) || (from != null && to.isBefore(from))) {
            faults.add(fault("/to", "coupon-ends-too-early"));
        } else if (from != null && to.isAfter(from.plusDays(MOST_DAYS))) {
            faults.add(fault("/to", "coupon-ends-too-late", MOST_DAYS));
        }
    }

    /** The same paid by a supplier, for its own goods. */
    ProgrammeDraft of(UUID payer) {
        return new ProgrammeDraft(
                nameZh,
                nameEn,
                code,
                offFen,
                fromFen,
                Programme.Funding.SUPPLIER,
                null,
                budgetFen,
                mostUses,
                mostPerPerson,
                from,
                to,
                areaCode,
                category,
                payer.toString(),
                campaign);
    }

    /** Once nothing is wrong with it. */
    Programme programme(UUID id, @Nullable UUID fundId, @Nullable UUID supplierId, Instant now) {
        String typed = plain(code);
        return new Programme(
                id,
                Objects.requireNonNull(nameZh).strip(),
                Objects.requireNonNull(nameEn).strip(),
                typed.isEmpty() ? null : typed,
                Objects.requireNonNull(offFen),
                Objects.requireNonNull(fromFen),
                Objects.requireNonNull(funding),
                fundId,
                fundId == null ? null : fund,
                Objects.requireNonNull(budgetFen),
                Objects.requireNonNull(mostUses),
                Objects.requireNonNull(mostPerPerson),
                Objects.requireNonNull(from),
                Objects.requireNonNull(to),
                new Programme.Scope(given(areaCode), given(category), supplierId, null, null, given(campaign)),
                new Programme.Use(0, 0, 0),
                now,
                null);
    }

    static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static String plain(@Nullable String code) {
        return code == null ? "" : code.strip().toUpperCase(Locale.ROOT);
    }

    private static void text(List<Problem.FieldError> faults, String at, @Nullable String text, int most) {
        if (text == null || text.isBlank()) {
            faults.add(fault(at, "field-required"));
        } else if (text.strip().length() > most) {
            faults.add(fault(at, "field-too-long", most));
        }
    }

    private static void number(
            List<Problem.FieldError> faults, String at, @Nullable Long number, long least, long most) {
        if (number == null) {
            faults.add(fault(at, "field-required"));
        } else if (number < least || number > most) {
            faults.add(
                    at.endsWith("Fen")
                            ? fault(at, "coupon-amount-out-of-range")
                            : fault(at, "coupon-number-out-of-range", least, most));
        }
    }

    static Problem.FieldError fault(String at, String code, Object... arguments) {
        return new Problem.FieldError(at, code, List.of(arguments));
    }
}
