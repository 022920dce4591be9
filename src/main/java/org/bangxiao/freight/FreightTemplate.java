package org.bangxiao.freight;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.region.Provinces;
import org.jspecify.annotations.Nullable;

/**
 * What a supplier takes for delivery.
 *
 * @param id       null while it was never saved
 * @param name     1 to 40 characters, once for a supplier
 * @param standard whether it counts for goods that name no other
 * @param zones    the first is everywhere that no other zone names; no province in two
 */
public record FreightTemplate(@Nullable UUID id, String name, boolean standard, List<FreightZone> zones) {
    static final int MOST_ZONES = 8;

    private static final int NAME_MAX = 40;
    private static final long MOST_GRAMS = 1_000_000;
    private static final long MOST_FEN = 1_000_000;
    private static final long MOST_FREE_FEN = 100_000_000;
    private static final int MOST_DAYS = 60;

    /** What holds for a province. */
    FreightZone zone(String province) {
        return zones.stream()
                .filter(zone -> zone.provinces().contains(province))
                .findFirst()
                .orElse(zones.get(0));
    }

    /** Each field that is wrong, by pointers such as {@code /zones/1/firstFen}. */
    List<Problem.FieldError> faults() {
        List<Problem.FieldError> errors = new ArrayList<>();
        if (name.isBlank()) {
            errors.add(new Problem.FieldError("/name", "field-required", List.of()));
        } else if (name.length() > NAME_MAX) {
            errors.add(new Problem.FieldError("/name", "field-too-long", List.of(NAME_MAX)));
        }
        if (zones.isEmpty() || zones.size() > MOST_ZONES) {
            errors.add(new Problem.FieldError("/zones", "freight-zones", List.of(MOST_ZONES)));
        }
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < zones.size(); i++) {
            faults(errors, "/zones/" + i, zones.get(i), i > 0, taken);
        }
        return errors;
    }

    private static void faults(
            List<Problem.FieldError> errors, String at, FreightZone zone, boolean named, Set<String> taken) {
        if (zone.provinces().isEmpty() == named) {
            errors.add(new Problem.FieldError(
                    at + "/provinces", named ? "field-required" : "freight-elsewhere-first", List.of()));
        }
        for (String province : zone.provinces()) {
            if (Provinces.of(province).isEmpty()) {
                errors.add(new Problem.FieldError(at + "/provinces", "province-unknown", List.of(province)));
            } else if (!taken.add(province)) {
                Provinces.Province twice = Provinces.of(province).get();
                errors.add(new Problem.FieldError(
                        at + "/provinces",
                        "freight-province-twice",
                        List.of(twice.name().zh(), twice.name().en())));
            }
        }
        within(errors, at + "/firstGrams", zone.firstGrams(), 1, MOST_GRAMS);
        within(errors, at + "/firstFen", zone.firstFen(), 0, MOST_FEN);
        within(errors, at + "/stepGrams", zone.stepGrams(), 1, MOST_GRAMS);
        within(errors, at + "/stepFen", zone.stepFen(), 0, MOST_FEN);
        Long freeFrom = zone.freeFromFen();
        if (freeFrom != null) {
            within(errors, at + "/freeFromFen", freeFrom, 1, MOST_FREE_FEN);
        }
        Long least = zone.leastFen();
        if (least != null) {
            within(errors, at + "/leastFen", least, 1, MOST_FREE_FEN);
        }
        within(errors, at + "/daysFrom", zone.daysFrom(), 1, MOST_DAYS);
        within(errors, at + "/daysTo", zone.daysTo(), Math.max(1, zone.daysFrom()), MOST_DAYS);
    }

    private static void within(List<Problem.FieldError> errors, String at, long value, long least, long most) {
        if (value < least || value > most) {
            boolean money = at.endsWith("Fen");
            errors.add(
                    money
                            ? new Problem.FieldError(
                                    at, "freight-out-of-range", List.of(Money.yuan(least), Money.yuan(most)))
                            : new Problem.FieldError(at, "freight-out-of-range", List.of(least, most)));
        }
    }

    /** As {@code freight_told} tells it; null where there is none. */
    public static @Nullable FreightTemplate read(@Nullable String json) {
        return json == null ? null : told(json);
    }

    static FreightTemplate told(String text) {
        JsonObject json = new JsonObject(text);
        List<FreightZone> zones = json.getJsonArray("zones").stream()
                .map(JsonObject.class::cast)
                .map(zone -> new FreightZone(
                        words(zone.getJsonArray("provinces")),
                        zone.getBoolean("delivered"),
                        zone.getLong("firstGrams"),
                        zone.getLong("firstFen"),
                        zone.getLong("stepGrams"),
                        zone.getLong("stepFen"),
                        zone.getLong("freeFromFen"),
                        zone.getLong("leastFen"),
                        zone.getInteger("daysFrom"),
                        zone.getInteger("daysTo")))
                .toList();
        return new FreightTemplate(
                UUID.fromString(json.getString("id")), json.getString("name"), json.getBoolean("standard"), zones);
    }

    private static List<String> words(JsonArray array) {
        return array.stream().map(String.class::cast).toList();
    }
}
