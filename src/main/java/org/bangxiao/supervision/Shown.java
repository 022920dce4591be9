package org.bangxiao.supervision;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.region.Criterion;
import org.bangxiao.region.EvidenceDocument;
import org.bangxiao.region.Label;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.bangxiao.region.Variety;

/** What pages show: a thing of supervision with the names of its place and the state of its clock. */
final class Shown {
    private static final Label NOTHING = new Label("", "");

    private Shown() {}

    /**
     * Where something lies and waits.
     *
     * @param age days since it came up
     * @param late days past its last day, 0 before
     */
    record Place(Label county, Label level, long age, LocalDate dueOn, long late) {}

    record Case(WatchCase one, Place place, List<Figure> figures) {}

    /** A fact whose text is put in words: a county, a document or a variety by its name. */
    record Figure(Fact fact, Label text) {}

    record Found(Finding one, Place place) {}

    record Visit(Inspection one, Label county, long age) {}

    record Complained(Complaint one, Label county, long age) {}

    record Entry(ListEntry one, Label county, boolean overdue) {}

    /** A choice above a list. */
    record View(String key, String link, boolean current) {}

    /** A thing that can be chosen in a form. */
    record Choice(String value, String key) {}

    static Case of(WatchCase one, PolicyPacks packs, Instant now) {
        return new Case(
                one,
                place(packs, one.countyCode(), one.level(), one.openedAt(), one.dueOn(), one.open(), now),
                one.facts().stream()
                        .map(fact -> new Figure(fact, words(packs, one.countyCode(), fact)))
                        .toList());
    }

    static Found of(Finding one, PolicyPacks packs, Instant now) {
        boolean open = one.state() != Finding.State.CLOSED;
        return new Found(one, place(packs, one.countyCode(), one.level(), one.foundAt(), one.dueOn(), open, now));
    }

    static Visit of(Inspection one, PolicyPacks packs, Instant now) {
        return new Visit(one, county(packs, one.countyCode()), days(one.orderedAt(), now));
    }

    static Complained of(Complaint one, PolicyPacks packs, Instant now) {
        return new Complained(one, county(packs, one.countyCode()), days(one.lodgedAt(), now));
    }

    static Entry of(ListEntry one, PolicyPacks packs, Instant now) {
        LocalDate due = one.dueOn();
        boolean overdue = one.standing()
                && due != null
                && !"MENDED".equals(one.outcome())
                && BusinessClock.dayOf(now).isAfter(due);
        return new Entry(one, county(packs, one.countyCode()), overdue);
    }

    private static Label words(PolicyPacks packs, String countyCode, Fact fact) {
        String text = fact.text();
        Optional<PolicyPack> pack = packs.forArea(countyCode);
        Optional<Label> known = switch (fact.name()) {
            case "countyCode" -> Optional.of(county(packs, text));
            case "document" -> pack.flatMap(of -> of.document(text)).map(EvidenceDocument::name);
            case "variety" -> pack.flatMap(of -> of.variety(text)).map(Variety::name);
            case "linkKind" ->
                pack.flatMap(of -> of.criteria().stream()
                                .filter(one -> one.link().name().equals(text))
                                .findFirst())
                        .map(Criterion::name);
            default -> Optional.empty();
        };
        return known.orElse(new Label(text, text));
    }

    static List<View> openOrDone(String home, String query, boolean open) {
        return List.of(
                new View("supervision.open", home + "?done=false" + query, open),
                new View("supervision.done", home + "?done=true" + query, !open));
    }

    static List<Choice> choices(String family, Enum<?>... values) {
        return Arrays.stream(values)
                .map(value -> new Choice(value.name(), family + value.name()))
                .toList();
    }

    private static Place place(
            PolicyPacks packs,
            String countyCode,
            String level,
            Instant since,
            LocalDate dueOn,
            boolean open,
            Instant now) {
        long late = open ? Math.max(0, ChronoUnit.DAYS.between(dueOn, BusinessClock.dayOf(now))) : 0;
        Label name =
                packs.forArea(countyCode).flatMap(pack -> level(pack, level)).orElse(NOTHING);
        return new Place(county(packs, countyCode), name, days(since, now), dueOn, late);
    }

    private static Optional<Label> level(PolicyPack pack, String id) {
        return pack.levels().stream()
                .filter(level -> level.id().equals(id))
                .map(level -> level.name())
                .findFirst();
    }

    static Label county(PolicyPacks packs, String code) {
        return packs.forArea(code).flatMap(pack -> pack.areaName(code)).orElse(new Label(code, code));
    }

    private static long days(Instant since, Instant now) {
        return Math.max(0, ChronoUnit.DAYS.between(BusinessClock.dayOf(since), BusinessClock.dayOf(now)));
    }
}
