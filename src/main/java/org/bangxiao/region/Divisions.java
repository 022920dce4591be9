package org.bangxiao.region;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What lies inside the provinces, down to streets and towns: {@code certification/divisions.csv}, by GB/T 2260 and 10114 as
 * the package china-division 2.7.0 gives them. A municipality is its own city; a city or county that stands directly under
 * its province is a city here; a city without districts is followed by its towns. Hong Kong, Macao and Taiwan are not in it.
 */
public final class Divisions {
    private static final String RESOURCE = "certification/divisions.csv";
    private static final int DISTRICT_DIGITS = 6;

    private Divisions() {}

    /**
     * A city, a district or county, a street or town.
     *
     * @param code six digits, nine for a street or town
     */
    public record Division(String code, String name) {}

    /** Read when an address is first asked for: most who look at goods ask for none. */
    private static final class Read {
        private static final Map<String, List<Division>> INSIDE = read();
    }

    /** In the order of their codes; none inside what is not further divided, or is not known. */
    public static List<Division> inside(String code) {
        return Read.INSIDE.getOrDefault(code, List.of());
    }

    /** The one inside that bears this name, or begins with it when it alone does: 深圳 for 深圳市. */
    public static Optional<Division> named(String inside, String name) {
        String written = name.strip();
        List<Division> all = inside(inside);
        Optional<Division> exact =
                all.stream().filter(each -> each.name().equals(written)).findFirst();
        if (exact.isPresent() || written.isEmpty()) {
            return exact;
        }
        List<Division> begun =
                all.stream().filter(each -> each.name().startsWith(written)).toList();
        return begun.size() == 1 ? Optional.of(begun.get(0)) : Optional.empty();
    }

    private static Map<String, List<Division>> read() {
        Map<String, List<Division>> inside = new HashMap<>();
        for (String[] cells : CountryTable.rows(RESOURCE)) {
            String parent = cells[2].isEmpty() ? around(cells[0]) : cells[2];
            inside.computeIfAbsent(parent, any -> new ArrayList<>()).add(new Division(cells[0], cells[1]));
        }
        inside.replaceAll((parent, found) -> List.copyOf(found));
        return Map.copyOf(inside);
    }

    /** What it lies in by its code alone. */
    private static String around(String code) {
        if (code.length() > DISTRICT_DIGITS) {
            return code.substring(0, DISTRICT_DIGITS);
        }
        return code.endsWith("00") ? code.substring(0, 2) + "0000" : code.substring(0, 4) + "00";
    }
}
