package org.bangxiao.certification;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Problem.FieldError;
import org.bangxiao.region.Category;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.ProductGroup;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a supplier wrote with the pack of its county: the tidied draft, what is still missing, and what is wrong.
 * A draft may be kept with gaps, never with faults; it is handed in without either.
 */
final class Drafts {
    static final int MONTHS = 12;

    private static final int NAME_MAX = 60;
    private static final int UNIT_MAX = 40;
    private static final long PRICE_MAX_FEN = 100_000_000;
    private static final long VALUE_MAX_FEN = 100_000_000_000_000L;
    private static final long CAPACITY_MAX = 1_000_000_000;
    private static final long WEIGHT_MAX_GRAMS = 10_000_000;
    private static final long AREA_MAX_SQUARE_METRES = 1_000_000_000;

    private final Optional<PolicyPack> pack;
    private final boolean places;
    private final List<FieldError> errors = new ArrayList<>();

    private Drafts(Optional<PolicyPack> pack, @Nullable String category) {
        this.pack = pack;
        this.places = pack.flatMap(found -> found.groupOf(plain(category)))
                .map(ProductGroup::places)
                .orElse(false);
    }

    /** The tidied draft, whole; throws {@code invalid-input} with every gap and fault at its field. */
    static ApplicationDraft tidy(ApplicationDraft draft, Optional<PolicyPack> pack) {
        Drafts reading = new Drafts(pack, draft.category());
        ApplicationDraft tidied = reading.read(draft);
        if (!reading.errors.isEmpty()) {
            throw Problem.fields(reading.errors);
        }
        return tidied;
    }

    /** The tidied draft with its gaps; throws {@code invalid-input} for what is there and wrong. */
    static ApplicationDraft withGaps(ApplicationDraft draft, Optional<PolicyPack> pack) {
        Drafts reading = new Drafts(pack, draft.category());
        ApplicationDraft tidied = reading.read(draft);
        List<FieldError> faults =
                reading.errors.stream().filter(error -> !isGap(error)).toList();
        if (!faults.isEmpty()) {
            throw Problem.fields(faults);
        }
        return tidied;
    }

    /** What is there and wrong. */
    static List<FieldError> faults(ApplicationDraft draft, Optional<PolicyPack> pack) {
        return gaps(draft, pack).stream().filter(error -> !isGap(error)).toList();
    }

    /** What a kept draft lacks before it can be handed in, in the order of the form. */
    static List<FieldError> gaps(ApplicationDraft draft, Optional<PolicyPack> pack) {
        Drafts reading = new Drafts(pack, draft.category());
        reading.read(draft);
        return List.copyOf(reading.errors);
    }

    private static boolean isGap(FieldError error) {
        return error.code().equals("field-required") && !error.pointer().startsWith("/rawLots");
    }

    static String plain(@Nullable String text) {
        return text == null ? "" : text.strip();
    }

    private ApplicationDraft read(ApplicationDraft draft) {
        String nameZh = text(draft.nameZh(), "/nameZh", NAME_MAX);
        if (nameZh.length() == 1) {
            errors.add(new FieldError("/nameZh", "field-invalid", List.of(nameZh)));
        }
        String unit = text(draft.packageUnit(), "/packageUnit", UNIT_MAX);
        String nameEn = plain(draft.nameEn());
        if (nameEn.length() > 2 * NAME_MAX) {
            errors.add(new FieldError("/nameEn", "field-too-long", List.of(2 * NAME_MAX)));
        }
        String category = category(draft.category());
        String county = county(draft.countyCode());
        between(draft.priceFen(), PRICE_MAX_FEN, "/priceFen");
        between(draft.yearlyCapacity(), CAPACITY_MAX, "/yearlyCapacity");
        Long grams = places ? null : draft.netWeightGrams();
        optional(grams, WEIGHT_MAX_GRAMS, "/netWeightGrams");
        optional(draft.bulkPriceFen(), PRICE_MAX_FEN, "/bulkPriceFen");
        optional(draft.yearlyValueFen(), VALUE_MAX_FEN, "/yearlyValueFen");
        optional(draft.areaSquareMetres(), AREA_MAX_SQUARE_METRES, "/areaSquareMetres");
        List<Integer> months = months(draft.harvestMonths());
        if (draft.linkId() == null) {
            errors.add(new FieldError("/linkId", "field-required", List.of()));
        }
        split(draft);
        return new ApplicationDraft(
                nameZh,
                nameEn,
                category,
                county,
                unit,
                grams,
                draft.priceFen(),
                draft.yearlyCapacity(),
                months,
                draft.perishable() && !places,
                draft.geographicalIndication(),
                draft.linkId(),
                draft.floorFenPerUnit(),
                draft.dividendBasisPoints(),
                draft.bulkPriceFen(),
                draft.yearlyValueFen(),
                draft.areaSquareMetres(),
                places ? List.of() : RawLots.read(draft.rawLots(), errors));
    }

    private void split(ApplicationDraft draft) {
        @Nullable Integer dividend = draft.dividendBasisPoints();
        if (dividend != null && (dividend < 0 || dividend > Money.WHOLE_IN_BASIS_POINTS)) {
            errors.add(new FieldError("/dividendBasisPoints", "field-invalid", List.of(dividend)));
        }
        if (draft.floorFenPerUnit() < 0) {
            errors.add(new FieldError("/floorFenPerUnit", "field-invalid", List.of(draft.floorFenPerUnit())));
        } else if (draft.priceFen() > 0 && draft.priceFen() <= PRICE_MAX_FEN) {
            int feeBasisPoints = pack.map(found -> found.agreement().platformFeeBasisPoints())
                    .orElse(0);
            if (draft.floorFenPerUnit() > draft.priceFen() - Money.portion(draft.priceFen(), feeBasisPoints)) {
                errors.add(new FieldError("/floorFenPerUnit", "floor-above-price", List.of()));
            }
        } else if (draft.floorFenPerUnit() > PRICE_MAX_FEN) {
            errors.add(new FieldError("/floorFenPerUnit", "field-invalid", List.of(draft.floorFenPerUnit())));
        }
    }

    private String category(@Nullable String written) {
        String typed = plain(written);
        Optional<Category> known = pack.flatMap(found -> found.category(typed));
        if (typed.isEmpty()) {
            errors.add(new FieldError("/category", "field-required", List.of()));
        } else if (known.isEmpty()) {
            errors.add(new FieldError("/category", "category-unknown", List.of()));
        }
        return known.map(Category::id).orElse("");
    }

    private String county(@Nullable String written) {
        String typed = plain(written);
        if (typed.isEmpty()) {
            errors.add(new FieldError("/countyCode", "field-required", List.of()));
        } else if (pack.flatMap(found -> found.county(typed)).isEmpty()) {
            errors.add(new FieldError("/countyCode", "county-unknown", List.of()));
        }
        return typed;
    }

    /** What is offered by places is offered all year where nothing else is said. */
    private List<Integer> months(@Nullable List<Integer> written) {
        TreeSet<Integer> months = new TreeSet<>();
        if (written != null) {
            written.forEach(month -> months.add(month == null ? 0 : month));
        }
        if (months.isEmpty() && places) {
            return IntStream.rangeClosed(1, MONTHS).boxed().toList();
        }
        if (months.isEmpty()) {
            errors.add(new FieldError("/harvestMonths", "field-required", List.of()));
        } else if (months.first() < 1 || months.last() > MONTHS) {
            errors.add(new FieldError("/harvestMonths", "field-invalid", List.of(months)));
        }
        return List.copyOf(months);
    }

    private String text(@Nullable String written, String pointer, int max) {
        String tidy = plain(written);
        if (tidy.isEmpty()) {
            errors.add(new FieldError(pointer, "field-required", List.of()));
        } else if (tidy.length() > max) {
            errors.add(new FieldError(pointer, "field-too-long", List.of(max)));
        }
        return tidy;
    }

    private void between(long value, long most, String pointer) {
        if (value == 0) {
            errors.add(new FieldError(pointer, "field-required", List.of(value)));
        } else if (value < 0 || value > most) {
            errors.add(new FieldError(pointer, "field-invalid", List.of(value)));
        }
    }

    private void optional(@Nullable Long value, long most, String pointer) {
        if (value != null && (value < 1 || value > most)) {
            errors.add(new FieldError(pointer, "field-invalid", List.of(value)));
        }
    }
}
