package org.bangxiao.region;

import java.util.List;
import java.util.Optional;

/**
 * The provinces of the whole country, where goods may go: {@code certification/provinces.csv}, by GB/T 2260. What lies
 * inside them is in {@link Divisions}.
 */
public final class Provinces {
    private static final String RESOURCE = "certification/provinces.csv";
    private static final List<Province> ALL = read();

    private Provinces() {}

    /**
     * One of them.
     *
     * @param code    six digits that end in {@code 0000}
     * @param shortZh as people write it: without what kind of province it is
     */
    public record Province(String code, Label name, String shortZh) {}

    /** In the order of their codes. */
    public static List<Province> all() {
        return ALL;
    }

    /** The province of this code; empty where none has it. */
    public static Optional<Province> of(String code) {
        return ALL.stream().filter(province -> province.code().equals(code)).findFirst();
    }

    /** The province that an address begins with, spelled out: streets bear the short names, too. Empty where it names none. */
    public static Optional<Province> named(String text) {
        String written = text.strip();
        return ALL.stream()
                .filter(province -> written.startsWith(province.name().zh()))
                .findFirst();
    }

    private static List<Province> read() {
        return CountryTable.rows(RESOURCE).stream()
                .map(cells -> new Province(cells[0], new Label(cells[1], cells[3]), cells[2]))
                .toList();
    }
}
