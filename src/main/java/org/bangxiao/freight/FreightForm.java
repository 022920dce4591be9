package org.bangxiao.freight;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.bangxiao.region.Provinces;

/** A template as a form: a row for each zone, the first of them everywhere else; a row left empty is none. */
final class FreightForm {
    private static final int FREE_ROWS = 2;
    private static final int LARGER_THAN_ANY = 100_000_000;
    private static final String BETWEEN = "[、,，;；]";

    /** Fields of a row by those of a zone. */
    private static final Map<String, String> FIELDS = Map.of(
            "provinces", "provinces",
            "firstGrams", "firstGrams",
            "firstFen", "first",
            "stepGrams", "stepGrams",
            "stepFen", "step",
            "freeFromFen", "freeFrom",
            "leastFen", "least",
            "daysFrom", "daysFrom",
            "daysTo", "daysTo");

    private FreightForm() {}

    /** What most suppliers begin with. */
    static Form fresh() {
        return Form.of(Map.of("firstGrams0", "1000", "stepGrams0", "1000", "daysFrom0", "2", "daysTo0", "5"));
    }

    static Form filled(FreightTemplate template) {
        Map<String, String> values = new HashMap<>();
        values.put("name", template.name());
        values.put("standard", template.standard() ? "true" : "");
        for (int row = 0; row < template.zones().size(); row++) {
            FreightZone zone = template.zones().get(row);
            Long freeFrom = zone.freeFromFen();
            values.put("provinces" + row, names(zone.provinces()));
            values.put("undelivered" + row, zone.delivered() ? "" : "true");
            values.put("firstGrams" + row, String.valueOf(zone.firstGrams()));
            values.put("first" + row, Money.yuan(zone.firstFen()));
            values.put("stepGrams" + row, String.valueOf(zone.stepGrams()));
            values.put("step" + row, Money.yuan(zone.stepFen()));
            values.put("freeFrom" + row, freeFrom == null ? "" : Money.yuan(freeFrom));
            Long least = zone.leastFen();
            values.put("least" + row, least == null ? "" : Money.yuan(least));
            values.put("daysFrom" + row, String.valueOf(zone.daysFrom()));
            values.put("daysTo" + row, String.valueOf(zone.daysTo()));
        }
        return Form.of(values);
    }

    private static String names(List<String> provinces) {
        return provinces.stream()
                .map(code -> Provinces.of(code).orElseThrow().shortZh())
                .collect(Collectors.joining("、"));
    }

    /** Those that are written, and some more to write in. */
    static List<Integer> rows(Form form) {
        int last = written(form).stream().mapToInt(row -> row + 1).max().orElse(1);
        return IntStream.range(0, Math.min(FreightTemplate.MOST_ZONES, last + FREE_ROWS))
                .boxed()
                .toList();
    }

    private static List<Integer> written(Form form) {
        return IntStream.range(0, FreightTemplate.MOST_ZONES)
                .filter(row -> row == 0
                        || !form.value("undelivered" + row).isEmpty()
                        || FIELDS.values().stream()
                                .anyMatch(field -> !form.value(field + row).isEmpty()))
                .boxed()
                .toList();
    }

    /** What was typed; each field that can't be read is said at once. */
    static FreightTemplate read(Form form) {
        List<Problem.FieldError> errors = new ArrayList<>();
        List<FreightZone> zones =
                written(form).stream().map(row -> zone(form, row, errors)).toList();
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        return new FreightTemplate(
                null, form.value("name"), form.value("standard").equals("true"), zones);
    }

    private static FreightZone zone(Form form, int row, List<Problem.FieldError> errors) {
        boolean delivered = form.value("undelivered" + row).isEmpty();
        boolean any = form.value("least" + row).isEmpty();
        boolean never = form.value("freeFrom" + row).isEmpty();
        return new FreightZone(
                row == 0 ? List.of() : provinces(form, "provinces" + row, errors),
                delivered,
                whole(form, "firstGrams" + row, delivered, 1_000, errors),
                fen(form, "first" + row, delivered, errors),
                whole(form, "stepGrams" + row, delivered, 1_000, errors),
                fen(form, "step" + row, delivered, errors),
                never ? null : Long.valueOf(fen(form, "freeFrom" + row, true, errors)),
                any ? null : Long.valueOf(fen(form, "least" + row, true, errors)),
                (int) whole(form, "daysFrom" + row, delivered, 1, errors),
                (int) whole(form, "daysTo" + row, delivered, 60, errors));
    }

    private static List<String> provinces(Form form, String field, List<Problem.FieldError> errors) {
        List<String> codes = new ArrayList<>();
        for (String name : form.value(field).split(BETWEEN, -1)) {
            if (name.isBlank()) {
                continue;
            }
            Optional<Provinces.Province> found = called(name.strip());
            if (found.isPresent()) {
                codes.add(found.get().code());
            } else {
                errors.add(new Problem.FieldError("/" + field, "province-unknown", List.of(name.strip())));
            }
        }
        return codes;
    }

    private static Optional<Provinces.Province> called(String name) {
        return Provinces.all().stream()
                .filter(province -> name.equals(province.shortZh())
                        || name.equals(province.name().zh())
                        || name.equalsIgnoreCase(province.name().en()))
                .findFirst();
    }

    private static long whole(Form form, String field, boolean needed, long instead, List<Problem.FieldError> errors) {
        String text = form.value(field);
        if (text.isEmpty() && !needed) {
            return instead;
        }
        if (!text.matches("\\d{1,18}")) {
            errors.add(new Problem.FieldError(
                    "/" + field, text.isEmpty() ? "field-required" : "number-unreadable", List.of()));
            return instead;
        }
        return Math.min(Long.parseLong(text), LARGER_THAN_ANY);
    }

    private static long fen(Form form, String field, boolean needed, List<Problem.FieldError> errors) {
        String text = form.value(field);
        try {
            return text.isEmpty() && !needed ? 0 : Money.parseYuan(text);
        } catch (NumberFormatException e) {
            errors.add(new Problem.FieldError(
                    "/" + field, text.isEmpty() ? "field-required" : "price-unreadable", List.of()));
            return 0;
        }
    }

    /** {@code /zones/1/firstFen} is the first price of the second row that was written. */
    static Problem atRow(Problem problem, Form form) {
        List<Integer> rows = written(form);
        List<Problem.FieldError> errors = problem.errors().stream()
                .map(error -> {
                    String[] parts = error.pointer().split("/", -1);
                    return parts.length < 4
                            ? error
                            : new Problem.FieldError(
                                    "/" + FIELDS.getOrDefault(parts[3], parts[3])
                                            + rows.get(Integer.parseInt(parts[2])),
                                    error.code(),
                                    error.arguments());
                })
                .toList();
        return errors.isEmpty() ? problem : Problem.fields(errors);
    }
}
