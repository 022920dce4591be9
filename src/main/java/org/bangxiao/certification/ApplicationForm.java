package org.bangxiao.certification;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Problem.FieldError;
import org.bangxiao.platform.web.Form;

/** Reads the form as people type it: yuan, per cent, months with spaces; fields are named like the draft's. */
final class ApplicationForm {
    private static final int MONTHS = 12;

    private final Form form;
    private final List<FieldError> errors = new ArrayList<>();

    private ApplicationForm(Form form) {
        this.form = form;
    }

    /** Throws {@code invalid-input} with each field that cannot be read. */
    static ApplicationDraft read(Form form) {
        return new ApplicationForm(form).draft();
    }

    static Form of(ApplicationView view) {
        ApplicationDraft product = view.product();
        Map<String, String> values = new HashMap<>();
        values.put("version", String.valueOf(view.version()));
        values.put("nameZh", product.nameZh());
        values.put("nameEn", Objects.requireNonNullElse(product.nameEn(), ""));
        values.put("category", product.category());
        values.put("countyCode", product.countyCode());
        values.put("packageUnit", product.packageUnit());
        values.put("netWeightGrams", product.netWeightGrams() == null ? "" : String.valueOf(product.netWeightGrams()));
        values.put("priceFen", Money.yuan(product.priceFen()));
        values.put("yearlyCapacity", String.valueOf(product.yearlyCapacity()));
        values.put(
                "harvestMonths",
                product.harvestMonths().stream().map(String::valueOf).collect(Collectors.joining(" ")));
        values.put("perishable", String.valueOf(product.perishable()));
        values.put("geographicalIndication", String.valueOf(product.geographicalIndication()));
        values.put("linkId", product.linkId().toString());
        values.put("floorFenPerUnit", Money.yuan(product.floorFenPerUnit()));
        Integer dividend = product.dividendBasisPoints();
        values.put("dividendBasisPoints", dividend == null ? "" : Money.yuan(dividend));
        return Form.of(values);
    }

    private ApplicationDraft draft() {
        long price = read("priceFen", Money::parseYuan, 0L);
        long capacity = read("yearlyCapacity", Long::parseLong, 0L);
        Long grams = form.value("netWeightGrams").isEmpty() ? null : read("netWeightGrams", Long::parseLong, 0L);
        long floor = read("floorFenPerUnit", Money::parseYuan, 0L);
        Integer dividend = form.value("dividendBasisPoints").isEmpty()
                ? null
                : (int) Math.min(Integer.MAX_VALUE, read("dividendBasisPoints", Money::parseYuan, 0L));
        List<Integer> months = read(
                "harvestMonths",
                ApplicationForm::months,
                IntStream.rangeClosed(1, MONTHS).boxed().toList());
        UUID link = read("linkId", UUID::fromString, new UUID(0, 0));
        if (!checked("promise")) {
            errors.add(new FieldError("/promise", "promise-needed", List.of()));
        }
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        return new ApplicationDraft(
                form.value("nameZh"),
                form.value("nameEn"),
                form.value("category"),
                form.value("countyCode"),
                form.value("packageUnit"),
                grams,
                price,
                capacity,
                months,
                checked("perishable"),
                checked("geographicalIndication"),
                link,
                floor,
                dividend);
    }

    private boolean checked(String name) {
        return form.value(name).equals("true");
    }

    private <T> T read(String name, Function<String, T> reader, T whenEmpty) {
        String typed = form.value(name);
        if (typed.isEmpty()) {
            return whenEmpty;
        }
        try {
            return reader.apply(typed);
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError("/" + name, "field-invalid", List.of(typed)));
            return whenEmpty;
        }
    }

    private static List<Integer> months(String typed) {
        return List.of(typed.split("[\\s,，、]+")).stream().map(Integer::valueOf).toList();
    }
}
