package org.bangxiao.promotion;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.jspecify.annotations.Nullable;

/** A programme as a form; amounts are written in yuan. */
final class ProgrammeForm {
    private ProgrammeForm() {}

    /** What most begin with; an office with its own area. */
    static Form fresh(LocalDate today, @Nullable AreaCode own) {
        return Form.of(Map.of(
                "areaCode",
                own == null ? "" : own.value(),
                "mostPerPerson",
                "1",
                "funding",
                "PLATFORM",
                "from",
                today.toString(),
                "to",
                today.plusDays(30).toString()));
    }

    /** The terms of another one to begin with. */
    static Form like(Programme programme, LocalDate today) {
        Map<String, String> values = new HashMap<>();
        Programme.Scope scope = programme.scope();
        values.put("nameZh", programme.nameZh());
        values.put("nameEn", programme.nameEn());
        values.put("code", Objects.requireNonNullElse(programme.code(), ""));
        values.put("offFen", Money.yuan(programme.offFen()));
        values.put("fromFen", Money.yuan(programme.fromFen()));
        values.put("funding", programme.funding().name());
        values.put("fund", Objects.requireNonNullElse(programme.fundName(), ""));
        values.put("budgetFen", Money.yuan(programme.budgetFen()));
        values.put("mostUses", String.valueOf(programme.mostUses()));
        values.put("mostPerPerson", String.valueOf(programme.mostPerPerson()));
        values.put("from", today.toString());
        values.put("to", (programme.to().isBefore(today) ? today.plusDays(30) : programme.to()).toString());
        values.put("areaCode", Objects.requireNonNullElse(scope.areaCode(), ""));
        values.put("category", Objects.requireNonNullElse(scope.category(), ""));
        values.put("supplier", Objects.requireNonNullElse(scope.supplierZh(), ""));
        values.put("campaign", Objects.requireNonNullElse(scope.campaign(), ""));
        return Form.of(values);
    }

    /** What was typed; each field that can't be read is said at once. */
    static ProgrammeDraft read(Form form) {
        List<Problem.FieldError> errors = new ArrayList<>();
        Long perPerson = number(form, "mostPerPerson", errors);
        ProgrammeDraft draft = new ProgrammeDraft(
                form.value("nameZh"),
                form.value("nameEn"),
                form.value("code"),
                fen(form, "offFen", errors),
                fen(form, "fromFen", errors),
                funding(form.value("funding")),
                form.value("fund"),
                fen(form, "budgetFen", errors),
                number(form, "mostUses", errors),
                perPerson == null ? null : (int) Math.min(perPerson, Integer.MAX_VALUE),
                day(form, "from", errors),
                day(form, "to", errors),
                form.value("areaCode"),
                form.value("category"),
                form.value("supplier"),
                form.value("campaign"));
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        return draft;
    }

    private static Programme.@Nullable Funding funding(String name) {
        for (Programme.Funding funding : Programme.Funding.values()) {
            if (funding.name().equals(name)) {
                return funding;
            }
        }
        return null;
    }

    private static @Nullable Long fen(Form form, String field, List<Problem.FieldError> errors) {
        String text = form.value(field);
        try {
            return text.isEmpty() ? null : Money.parseYuan(text);
        } catch (NumberFormatException e) {
            errors.add(ProgrammeDraft.fault("/" + field, "price-unreadable"));
            return null;
        }
    }

    private static @Nullable Long number(Form form, String field, List<Problem.FieldError> errors) {
        String text = form.value(field);
        if (text.isEmpty()) {
            return null;
        }
        if (!text.matches("\\d{1,18}")) {
            errors.add(ProgrammeDraft.fault("/" + field, "number-unreadable"));
            return null;
        }
        return Long.valueOf(text);
    }

    private static @Nullable LocalDate day(Form form, String field, List<Problem.FieldError> errors) {
        String text = form.value(field);
        try {
            return text.isEmpty() ? null : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            errors.add(ProgrammeDraft.fault("/" + field, "field-invalid", text));
            return null;
        }
    }
}
