package org.bangxiao.certification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.bangxiao.kernel.Problem.FieldError;
import org.jspecify.annotations.Nullable;

/** The raw lots of a processed product: read, added up, kept as a list beside the application. */
final class RawLots {
    static final int MOST = 20;

    private static final int TEXT_MAX = 40;
    private static final int HOUSEHOLDS_MAX = 100_000;
    private static final long GRAMS_MAX = 10_000_000_000_000L;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<RawLot>> LIST = new TypeReference<>() {};

    private RawLots() {}

    /** The tidied lots; what is wrong goes to {@code faults} at {@code /rawLots/0/what} and so on. */
    static List<RawLot> read(List<RawLot> written, List<FieldError> faults) {
        if (written.size() > MOST) {
            faults.add(new FieldError("/rawLots", "raw-lots-too-many", List.of(MOST)));
            return List.of();
        }
        List<RawLot> lots = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            @Nullable RawLot lot = written.get(i);
            String at = "/rawLots/" + i;
            if (lot == null) {
                faults.add(new FieldError(at, "field-required", List.of()));
                continue;
            }
            String what = Drafts.plain(lot.what());
            String document = Drafts.plain(lot.document());
            String county = Drafts.plain(lot.countyCode());
            fault(what.isEmpty(), at + "/what", "field-required", faults);
            fault(what.length() > TEXT_MAX, at + "/what", "field-too-long", faults, TEXT_MAX);
            fault(!county.matches("\\d{6}"), at + "/countyCode", "county-unknown", faults);
            fault(lot.grams() < 1 || lot.grams() > GRAMS_MAX, at + "/grams", "field-invalid", faults, lot.grams());
            fault(
                    lot.households() < 0 || lot.households() > HOUSEHOLDS_MAX,
                    at + "/households",
                    "field-invalid",
                    faults,
                    lot.households());
            fault(document.length() > TEXT_MAX, at + "/document", "field-too-long", faults, TEXT_MAX);
            fault(lot.households() == 0 && document.isEmpty(), at + "/document", "raw-lot-source-needed", faults);
            lots.add(new RawLot(what, county, lot.grams(), lot.households(), document));
        }
        return List.copyOf(lots);
    }

    /** The grams of all lots. */
    static long grams(List<RawLot> lots) {
        return lots.stream().mapToLong(RawLot::grams).sum();
    }

    static String write(List<RawLot> lots) {
        try {
            return JSON.writeValueAsString(lots);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<RawLot> parse(String text) {
        try {
            return JSON.readValue(text, LIST);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fault(
            boolean wrong, String pointer, String code, List<FieldError> faults, Object... arguments) {
        if (wrong) {
            faults.add(new FieldError(pointer, code, List.of(arguments)));
        }
    }
}
