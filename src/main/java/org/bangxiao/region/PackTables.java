package org.bangxiao.region;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the tables of one pack and checks each row against what {@code pack.yaml} and the rows before it say. */
final class PackTables {
    private static final List<String> COUNTY = List.of(
            "code",
            "name_zh",
            "name_en",
            "prefecture_code",
            "prefecture_zh",
            "prefecture_en",
            "tier",
            "exit_year",
            "former_code",
            "former_name_zh",
            "former_name_en",
            "former_until",
            "source",
            "note");
    private static final List<String> GROUP = List.of("county_code", "group", "from", "to", "source", "note");
    private static final List<String> PAIRING = List.of(
            "county_code",
            "partner_city_code",
            "partner_city_zh",
            "partner_city_en",
            "partner_unit_zh",
            "partner_unit_en",
            "from",
            "to",
            "source",
            "note");
    private static final List<String> HOLIDAY = List.of("date", "kind", "name_zh", "name_en", "source");

    private final PackFolder folder;
    private final Faults faults;
    private final Known known;
    private final Set<String> countyCodes = new HashSet<>();

    /** What rows may refer to; empty sets where {@code pack.yaml} could not be read, and then nothing is compared. */
    record Known(String province, Set<String> tiers, Set<String> groups, Set<String> sources) {
        static final Known NOTHING = new Known("", Set.of(), Set.of(), Set.of());
    }

    PackTables(PackFolder folder, Known known, Faults faults) {
        this.folder = folder;
        this.known = known;
        this.faults = faults;
    }

    List<County> counties() {
        Map<String, County> counties = new TreeMap<>();
        Set<String> everyCode = new HashSet<>();
        for (TableRow row : rows("counties.csv", COUNTY)) {
            int before = faults.count();
            County county = county(row);
            countyCodes.add(county.code());
            County.Former former = county.former();
            if (!everyCode.add(county.code()) || (former != null && !everyCode.add(former.code()))) {
                row.fault("the code of " + county.name().zh() + " stands in an earlier row too");
            }
            if (faults.count() == before) {
                counties.put(county.code(), county);
            }
        }
        Map<String, List<County.Membership>> groups = memberships();
        return counties.values().stream()
                .map(c -> new County(
                        c.code(),
                        c.name(),
                        c.prefectureCode(),
                        c.prefecture(),
                        c.tier(),
                        c.exitYear(),
                        c.former(),
                        groups.getOrDefault(c.code(), List.of()),
                        c.source(),
                        c.note()))
                .toList();
    }

    private County county(TableRow row) {
        String code = row.code("code");
        String prefecture = row.code("prefecture_code");
        if (!known.province().isEmpty() && !code.startsWith(known.province().substring(0, 2))) {
            row.fault("county " + code + " does not lie in " + known.province());
        }
        if (code.length() == 6 && !prefecture.equals(code.substring(0, 4) + "00")) {
            row.fault("county " + code + " does not lie in prefecture " + prefecture);
        }
        String tier = row.text("tier");
        if (!known.tiers().isEmpty() && !known.tiers().contains(tier)) {
            row.fault("tier " + tier + " is not one of the pack's countyTiers");
        }
        return new County(
                code,
                new Label(row.text("name_zh"), row.text("name_en")),
                prefecture,
                new Label(row.text("prefecture_zh"), row.text("prefecture_en")),
                tier,
                row.maybeYear("exit_year"),
                former(row),
                List.of(),
                row.sources(known.sources()),
                row.maybe("note"));
    }

    private static County.@Nullable Former former(TableRow row) {
        if (row.maybe("former_code") == null) {
            if (row.maybe("former_name_zh") != null || row.maybe("former_until") != null) {
                row.fault("former_code is empty, but the former name or its last day is not");
            }
            return null;
        }
        return new County.Former(
                row.code("former_code"),
                new Label(row.text("former_name_zh"), row.text("former_name_en")),
                row.date("former_until"));
    }

    private Map<String, List<County.Membership>> memberships() {
        Map<String, List<County.Membership>> byCounty = new HashMap<>();
        for (TableRow row : rows("groups.csv", GROUP)) {
            String county = knownCounty(row);
            String group = row.text("group");
            if (!known.groups().isEmpty() && !known.groups().contains(group)) {
                row.fault("group " + group + " is not one of the pack's countyGroups");
            }
            LocalDate from = row.maybeDate("from");
            LocalDate to = row.maybeDate("to");
            inOrder(row, from, to);
            List<County.Membership> before = byCounty.computeIfAbsent(county, c -> new ArrayList<>());
            if (before.stream().anyMatch(m -> m.group().equals(group) && Period.overlap(m.from(), m.to(), from, to))) {
                row.fault("county " + county + " is in group " + group + " by an earlier row in the same time");
            }
            before.add(new County.Membership(group, from, to, row.sources(known.sources()), row.maybe("note")));
        }
        return byCounty;
    }

    /** To be called after {@link #counties()}. */
    List<Pairing> pairings() {
        List<Pairing> pairings = new ArrayList<>();
        for (TableRow row : rows("pairings.csv", PAIRING)) {
            String county = knownCounty(row);
            String unitZh = row.maybe("partner_unit_zh");
            LocalDate from = row.date("from");
            LocalDate to = row.maybeDate("to");
            inOrder(row, from, to);
            if (pairings.stream()
                    .anyMatch(p -> p.countyCode().equals(county) && Period.overlap(p.from(), p.to(), from, to))) {
                row.fault("county " + county + " has another pairing by an earlier row in the same time");
            }
            pairings.add(new Pairing(
                    county,
                    row.code("partner_city_code"),
                    new Label(row.text("partner_city_zh"), row.text("partner_city_en")),
                    unitZh == null ? null : new Label(unitZh, row.text("partner_unit_en")),
                    from,
                    to,
                    row.sources(known.sources()),
                    row.maybe("note")));
        }
        return pairings;
    }

    WorkingDays workingDays() {
        Set<LocalDate> holidays = new HashSet<>();
        Set<LocalDate> exchanged = new HashSet<>();
        for (TableRow row : rows("holidays.csv", HOLIDAY)) {
            LocalDate day = row.date("date");
            String kind = row.text("kind");
            row.sources(known.sources());
            if (holidays.contains(day) || exchanged.contains(day)) {
                row.fault("the day " + day + " stands in an earlier row too");
            }
            switch (kind) {
                case "HOLIDAY" -> holidays.add(day);
                case "WORKDAY" -> exchanged.add(day);
                default -> row.fault("kind '" + kind + "' is neither HOLIDAY nor WORKDAY");
            }
        }
        return new WorkingDays(holidays, exchanged);
    }

    private List<TableRow> rows(String name, List<String> columns) {
        String text = folder.text(name, faults);
        return text == null ? List.of() : Table.read(folder.path(name), text, columns, faults);
    }

    private String knownCounty(TableRow row) {
        String county = row.code("county_code");
        if (!county.isEmpty() && !countyCodes.contains(county)) {
            row.fault("county " + county + " is not in counties.csv");
        }
        return county;
    }

    private static void inOrder(TableRow row, @Nullable LocalDate from, @Nullable LocalDate to) {
        if (from != null && to != null && to.isBefore(from)) {
            row.fault("the last day " + to + " is before the first " + from);
        }
    }
}
