package org.bangxiao.demo;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bangxiao.household.LinkKind;

/** Makes a supplier's benefit links from the households of its own and the neighbouring county, one at a time. */
final class Links {
    private static final int SHARED_ONE_IN = 6;
    private static final int NEIGHBOURS_ONE_IN = 60;
    private static final int SECOND_KIND_ONE_IN = 3;
    private static final int CONTRACT_YEARS = 5;

    /** @param atLeast the number of persons or square metres from which this row may be used, 0 for always */
    private record Margin(LinkKind kind, int shareBasisPoints, long atLeast) {}

    private final WorldSettings settings;
    private final Layout layout;
    private final Dice dice;
    private final Households households;
    private final List<Margin> margins = Sheet.read(
            "margins.csv",
            row -> new Margin(
                    LinkKind.valueOf(row.getField("kind")),
                    Integer.parseInt(row.getField("share_basis_points")),
                    row.getField("at_least").isEmpty() ? 0 : Long.parseLong(row.getField("at_least"))));

    Links(WorldSettings settings, Layout layout, Dice dice, Households households) {
        this.settings = settings;
        this.layout = layout;
        this.dice = dice;
        this.households = households;
    }

    /** Every household at most once per kind, only households that are or were registered. */
    Stream<BenefitLink> of(DemoSupplier supplier) {
        int county = layout.countyOfSupplier(supplier.number());
        int suppliers = layout.suppliers[county];
        int linked = Math.max(
                20,
                settings.scale().linkedPercent()
                        - (settings.scale().linkedPercent() < 100
                                ? dice.of("linked", supplier.number()).nextInt(50)
                                : 0));
        IntStream own = locals(county, supplier.position(), suppliers)
                .filter(i -> dice.of("own", supplier.number(), i).nextInt(100) < linked);
        IntStream shared = suppliers == 1
                ? IntStream.empty()
                : locals(county, (supplier.position() + 1) % suppliers, suppliers * SHARED_ONE_IN);
        int neighbour = layout.neighbour(county);
        IntStream beyond = neighbour == county
                ? IntStream.empty()
                : locals(neighbour, supplier.number() % NEIGHBOURS_ONE_IN, NEIGHBOURS_ONE_IN);
        return IntStream.concat(own, IntStream.concat(shared, beyond))
                .filter(households::registered)
                .boxed()
                .flatMap(household -> links(supplier, household));
    }

    SupplierTotals totals(DemoSupplier supplier) {
        Map<LinkKind, Long> linked = new EnumMap<>(LinkKind.class);
        of(supplier).forEach(link -> linked.merge(link.kind(), counted(link), Long::sum));
        SplittableRandom random = dice.of("totals", supplier.number());
        return new SupplierTotals(
                total(supplier, LinkKind.WAGES, linked, random),
                total(supplier, LinkKind.SHARES, linked, random),
                total(supplier, LinkKind.PRODUCE, linked, random),
                total(supplier, LinkKind.LAND, linked, random));
    }

    private long total(
            DemoSupplier supplier, LinkKind kind, Map<LinkKind, Long> linkedByKind, SplittableRandom random) {
        long linked = linkedByKind.getOrDefault(kind, 0L);
        return kind == supplier.linkKinds().get(0)
                ? linked * 10_000 / margin(supplier, kind, linked).shareBasisPoints()
                : linked + others(kind, supplier, linked, random);
    }

    /** What the criterion adds up: persons for wages and shares, the weight itself for produce and land. */
    static long counted(BenefitLink link) {
        return switch (link.kind()) {
            case WAGES, SHARES -> 1;
            case PRODUCE, LAND, ASSET -> link.weight();
        };
    }

    private IntStream locals(int county, int first, int step) {
        return IntStream.iterate(first, i -> i < layout.households[county], i -> i + step)
                .map(i -> layout.firstHousehold[county] + i);
    }

    private Stream<BenefitLink> links(DemoSupplier supplier, int household) {
        return supplier.linkKinds().stream()
                .filter(kind -> kind == supplier.linkKinds().get(0) || household % SECOND_KIND_ONE_IN == 0)
                .map(kind -> link(supplier, household, kind));
    }

    private BenefitLink link(DemoSupplier supplier, int household, LinkKind kind) {
        SplittableRandom random = dice.of(kind.name(), supplier.number(), household);
        long weight = switch (kind) {
            case WAGES -> 300 + 10 * random.nextInt(150);
            case SHARES -> 1 + random.nextInt(50);
            case PRODUCE -> 200_000 + 500L * random.nextInt(5_600);
            case LAND, ASSET -> 667 + random.nextInt(6_000);
        };
        LocalDate from = settings.today().minusMonths(14 + random.nextInt(12)).withDayOfMonth(1);
        String contract = kind.name().substring(0, 1) + "-" + Codes.padded(5, supplier.number()) + "-"
                + Codes.padded(7, household);
        return new BenefitLink(
                supplier.number(),
                household,
                kind,
                weight,
                contract,
                from,
                from.plusYears(CONTRACT_YEARS).minusDays(1));
    }

    private Margin margin(DemoSupplier supplier, LinkKind kind, long linked) {
        List<Margin> usable = margins.stream()
                .filter(margin -> margin.kind() == kind && linked >= margin.atLeast())
                .toList();
        return usable.get(dice.of("margin", supplier.number()).nextInt(usable.size()));
    }

    private static long others(LinkKind kind, DemoSupplier supplier, long linked, SplittableRandom random) {
        return switch (kind) {
            case WAGES -> 6 + random.nextInt(60) + linked;
            case SHARES -> supplier.type() == DemoSupplier.Type.COOPERATIVE ? 30 + random.nextInt(200) : linked;
            case PRODUCE -> 20_000_000 + 1_000L * random.nextInt(100_000);
            case LAND, ASSET -> 20_000 + random.nextInt(200_000);
        };
    }
}
