package org.bangxiao.household;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.jspecify.annotations.Nullable;

/** Terms, members and records as forms: yuan, per cent and kilograms as people write them. */
final class LinkForm {
    private final Form form;
    private final List<Problem.FieldError> errors = new ArrayList<>();

    LinkForm(Form form) {
        this.form = form;
    }

    static Form fresh(LocalDate from) {
        return Form.of(Map.of("validFrom", from.toString(), "leavesTo", PassesTo.REMAINING.name()));
    }

    static Form filled(Terms terms) {
        TermsDraft draft = terms.figures();
        Map<String, String> values = new HashMap<>();
        put(values, "workUnit", draft.workUnit());
        put(values, "rateFen", Money.yuan(terms.rateFen()));
        put(values, "basisPoints", percent(draft.basisPoints()));
        put(values, "periodMonths", draft.periodMonths());
        put(values, "yieldBasisPoints", percent(draft.yieldBasisPoints()));
        put(values, "project", draft.project());
        put(values, "rule", draft.rule());
        put(values, "leavesTo", draft.leavesTo());
        put(values, "validFrom", draft.validFrom());
        return Form.of(values);
    }

    TermsDraft terms() {
        Long share = decimal("basisPoints", 2);
        Long made = decimal("yieldBasisPoints", 2);
        Long period = decimal("periodMonths", 0);
        return checked(new TermsDraft(
                choice("workUnit", WorkUnit.values()),
                decimal("rateFen", 2),
                share == null ? null : Math.toIntExact(share),
                period == null ? null : Math.toIntExact(period),
                made == null ? null : Math.toIntExact(made),
                form.value("project"),
                form.value("rule"),
                choice("leavesTo", PassesTo.values()),
                day("validFrom")));
    }

    Entering entering() {
        Long persons = decimal("persons", 0);
        return checked(new Entering(
                decimal("householdNo", 0),
                persons == null ? null : Math.toIntExact(persons),
                decimal("weight", 0),
                !form.value("cannotWork").isEmpty(),
                day("from"),
                form.value("reason")));
    }

    Leaving leaving() {
        return checked(new Leaving(day("on"), decimal("successorNo", 0), form.value("reason")));
    }

    <T> T checked(T read) {
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        return read;
    }

    /** A number with so many places after the point as the smallest unit has, e.g. {@code 12.5 → 1250}; null where empty. */
    @Nullable
    Long decimal(String field, int places) {
        String text = form.value(field);
        if (text.isEmpty()) {
            return null;
        }
        Long read = read(text, places);
        if (read == null) {
            errors.add(new Problem.FieldError("/" + field, "link-number-unreadable", List.of(places)));
        }
        return read;
    }

    static @Nullable Long read(String text, int places) {
        if (!text.matches("\\d{1,9}(\\.\\d{1," + Math.max(1, places) + "})?") || (places == 0 && text.contains("."))) {
            return null;
        }
        int point = text.indexOf('.');
        String whole = point < 0 ? text : text.substring(0, point);
        String rest = point < 0 ? "" : text.substring(point + 1);
        return Long.parseLong(whole + rest + "0".repeat(places - rest.length()));
    }

    @Nullable
    LocalDate day(String field) {
        String text = form.value(field);
        if (text.isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            errors.add(new Problem.FieldError("/" + field, "date-invalid", List.of()));
            return null;
        }
    }

    private <E extends Enum<E>> @Nullable E choice(String field, E[] all) {
        return Stream.of(all)
                .filter(one -> one.name().equals(form.value(field)))
                .findFirst()
                .orElse(null);
    }

    private static void put(Map<String, String> values, String field, @Nullable Object value) {
        values.put(field, value == null ? "" : value.toString());
    }

    private static @Nullable String percent(@Nullable Integer basisPoints) {
        return basisPoints == null ? null : Money.yuan(basisPoints);
    }
}
