package org.bangxiao.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bangxiao.household.LinkKind;

/** Makes the suppliers, each with a name that says what its first product is. */
final class Suppliers {
    private static final int PER_HUNDRED_COOPERATIVES = 55;
    private static final int PER_HUNDRED_COMPANIES = 33;
    private static final int PER_HUNDRED_TWO_KINDS = 35;
    /** Suppliers' numbers begin where no household's phone or account does. */
    private static final long CONTACTS = 50_000_000;

    private final WorldScale scale;
    private final Layout layout;
    private final Dice dice;
    private final Words words;

    Suppliers(WorldScale scale, Layout layout, Dice dice, Words words) {
        this.scale = scale;
        this.layout = layout;
        this.dice = dice;
        this.words = words;
    }

    List<DemoSupplier> all(List<String> categoryOfFirstProduct) {
        return IntStream.range(0, scale.suppliers())
                .mapToObj(number -> supplier(number, categoryOfFirstProduct.get(number)))
                .toList();
    }

    private DemoSupplier supplier(int number, String category) {
        int county = layout.countyOfSupplier(number);
        int position = number - layout.firstSupplier[county];
        SplittableRandom random = dice.of("supplier", number);
        DemoSupplier.Type type = position == 0 ? DemoSupplier.Type.COOPERATIVE : type(random);
        List<LinkKind> kinds = kinds(type, random);
        County home = layout.counties.get(county);
        int villages = (layout.households[county] - 1) / scale.householdsPerVillage() + 1;
        int village = random.nextInt(villages);
        Words.Word brand = words.brand(county, position);
        return new DemoSupplier(
                number,
                position,
                type,
                Codes.creditCode(type.creditPrefix(), home.code(), number),
                home.code(),
                Households.villageCode(home.code(), village),
                words.village(county, village).zh(),
                home.shortZh()
                        + brand.zh()
                        + line(type, category).zh()
                        + suffix(type).zh(),
                String.join(
                                " ",
                                home.shortEn(),
                                brand.en(),
                                line(type, category).en(),
                                suffix(type).en())
                        .replace("  ", " "),
                words.person(random),
                Codes.phone(CONTACTS + number),
                Codes.bankAccount(CONTACTS + number),
                kinds);
    }

    private static DemoSupplier.Type type(SplittableRandom random) {
        int lot = random.nextInt(100);
        if (lot < PER_HUNDRED_COOPERATIVES) {
            return DemoSupplier.Type.COOPERATIVE;
        }
        return lot < PER_HUNDRED_COOPERATIVES + PER_HUNDRED_COMPANIES
                ? DemoSupplier.Type.COMPANY
                : DemoSupplier.Type.FAMILY_FARM;
    }

    private static List<LinkKind> kinds(DemoSupplier.Type type, SplittableRandom random) {
        List<LinkKind> usual = new ArrayList<>(
                switch (type) {
                    case COOPERATIVE -> List.of(LinkKind.SHARES, LinkKind.PRODUCE, LinkKind.LAND);
                    case COMPANY -> List.of(LinkKind.WAGES, LinkKind.PRODUCE, LinkKind.LAND);
                    case FAMILY_FARM -> List.of(LinkKind.LAND, LinkKind.WAGES);
                });
        LinkKind first = usual.remove(random.nextInt(usual.size()));
        return random.nextInt(100) < PER_HUNDRED_TWO_KINDS
                ? List.of(first, usual.get(random.nextInt(usual.size())))
                : List.of(first);
    }

    private Words.Word line(DemoSupplier.Type type, String category) {
        return switch (type) {
            case COOPERATIVE -> words.keyed("line", category);
            case COMPANY -> words.keyed("trade", category);
            case FAMILY_FARM -> new Words.Word("line", category, "", "");
        };
    }

    private Words.Word suffix(DemoSupplier.Type type) {
        return words.keyed("suffix", type.name());
    }
}
