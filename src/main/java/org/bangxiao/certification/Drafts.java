package org.bangxiao.certification;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Problem.FieldError;
import org.bangxiao.region.Category;
import org.bangxiao.region.PolicyPack;
import org.jspecify.annotations.Nullable;

/** Reads what a supplier wrote with the pack of its county: every fault at its field, or the tidied draft. */
final class Drafts {
    private static final int NAME_MAX = 60;
    private static final int UNIT_MAX = 40;
    private static final long PRICE_MAX_FEN = 100_000_000;
    private static final long CAPACITY_MAX = 1_000_000_000;
    private static final long WEIGHT_MAX_GRAMS = 10_000_000;
    private static final int MONTHS = 12;

    private Drafts() {}

    static ApplicationDraft tidy(ApplicationDraft draft, Optional<PolicyPack> pack) {
        List<FieldError> errors = new ArrayList<>();
        String nameZh = text(draft.nameZh(), "/nameZh", NAME_MAX, errors);
        if (nameZh.length() == 1) {
            errors.add(new FieldError("/nameZh", "field-invalid", List.of(nameZh)));
        }
        String unit = text(draft.packageUnit(), "/packageUnit", UNIT_MAX, errors);
        @Nullable String english = draft.nameEn();
        String nameEn = english == null ? "" : english.strip();
        if (nameEn.length() > 2 * NAME_MAX) {
            errors.add(new FieldError("/nameEn", "field-too-long", List.of(2 * NAME_MAX)));
        }
        String category = category(draft.category(), pack, errors);
        if (pack.flatMap(found -> found.county(plain(draft.countyCode()))).isEmpty()) {
            errors.add(new FieldError("/countyCode", "county-unknown", List.of()));
        }
        between(draft.priceFen(), 1, PRICE_MAX_FEN, "/priceFen", errors);
        between(draft.yearlyCapacity(), 1, CAPACITY_MAX, "/yearlyCapacity", errors);
        Long grams = draft.netWeightGrams();
        if (grams != null) {
            between(grams, 1, WEIGHT_MAX_GRAMS, "/netWeightGrams", errors);
        }
        List<Integer> months = months(draft.harvestMonths(), errors);
        @Nullable UUID link = draft.linkId();
        if (link == null) {
            errors.add(new FieldError("/linkId", "field-required", List.of()));
        }
        split(draft, pack, errors);
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        return new ApplicationDraft(
                nameZh,
                nameEn,
                category,
                plain(draft.countyCode()),
                unit,
                grams,
                draft.priceFen(),
                draft.yearlyCapacity(),
                months,
                draft.perishable(),
                draft.geographicalIndication(),
                draft.linkId(),
                draft.floorFenPerUnit(),
                draft.dividendBasisPoints());
    }

    static String plain(@Nullable String text) {
        return text == null ? "" : text.strip();
    }

    private static void split(ApplicationDraft draft, Optional<PolicyPack> pack, List<FieldError> errors) {
        @Nullable Integer dividend = draft.dividendBasisPoints();
        if (dividend != null) {
            between(dividend, 0, Money.WHOLE_IN_BASIS_POINTS, "/dividendBasisPoints", errors);
        }
        if (draft.floorFenPerUnit() < 0) {
            errors.add(new FieldError("/floorFenPerUnit", "field-invalid", List.of(draft.floorFenPerUnit())));
        } else if (draft.priceFen() > 0 && draft.priceFen() <= PRICE_MAX_FEN) {
            int feeBasisPoints = pack.map(found -> found.agreement().platformFeeBasisPoints())
                    .orElse(0);
            if (draft.floorFenPerUnit() > draft.priceFen() - Money.portion(draft.priceFen(), feeBasisPoints)) {
                errors.add(new FieldError("/floorFenPerUnit", "floor-above-price", List.of()));
            }
        }
    }

    private static String category(@Nullable String written, Optional<PolicyPack> pack, List<FieldError> errors) {
        Optional<Category> known = pack.flatMap(found -> found.category(plain(written)));
        if (known.isEmpty()) {
            errors.add(new FieldError("/category", "category-unknown", List.of()));
        }
        return known.map(Category::id).orElse("");
    }

    private static List<Integer> months(@Nullable List<Integer> written, List<FieldError> errors) {
        TreeSet<Integer> months = new TreeSet<>();
        if (written != null) {
            months.addAll(written);
        }
        if (months.isEmpty()) {
            errors.add(new FieldError("/harvestMonths", "field-required", List.of()));
        } else if (months.first() < 1 || months.last() > MONTHS) {
            errors.add(new FieldError("/harvestMonths", "field-invalid", List.of(months)));
        }
        return List.copyOf(months);
    }

    private static String text(@Nullable String written, String pointer, int max, List<FieldError> errors) {
        String tidy = plain(written);
        if (tidy.isEmpty()) {
            errors.add(new FieldError(pointer, "field-required", List.of()));
        } else if (tidy.length() > max) {
            errors.add(new FieldError(pointer, "field-too-long", List.of(max)));
        }
        return tidy;
    }

    private static void between(long value, long least, long most, String pointer, List<FieldError> errors) {
        if (value < least) {
            errors.add(new FieldError(pointer, value == 0 ? "field-required" : "field-invalid", List.of(value)));
        } else if (value > most) {
            errors.add(new FieldError(pointer, "field-invalid", List.of(value)));
        }
    }
}
