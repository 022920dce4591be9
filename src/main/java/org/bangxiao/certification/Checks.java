package org.bangxiao.certification;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bangxiao.household.LinkFigures;
import org.bangxiao.kernel.Money;
import org.bangxiao.region.Criterion;
import org.bangxiao.region.Exclusion;
import org.bangxiao.region.Label;
import org.bangxiao.region.LinkKind;
import org.bangxiao.region.PolicyPack;

/** What the machine finds out by itself on a day: pure, so that a threshold can be tried just under, at and over. */
final class Checks {
    /** Fewer like products than these say nothing about a price. */
    static final int LEAST_TO_COMPARE = 3;

    private static final long GRAMS_PER_JIN = 500;
    private static final int GRAMS_PER_KILOGRAM_DIGITS = 3;
    private static final Label NONE = new Label("", "");

    /** The median price of like certified products, in fen for one jin, and how many they are. */
    record Like(long medianFenPerJin, int count) {}

    private Checks() {}

    static List<Check> of(PolicyPack pack, ApplicationDraft product, LinkFigures figures, Like like, LocalDate on) {
        List<Check> checks = new ArrayList<>();
        checks.add(exclusion(pack, product, on));
        checks.add(origin(pack, product, on));
        checks.add(link(pack, figures, on));
        checks.add(price(pack, product, like, on));
        return List.copyOf(checks);
    }

    static boolean allowPass(List<Check> checks) {
        return checks.stream().noneMatch(check -> check.result() == Check.Result.NOT_MET);
    }

    /** The pack's reason for refusing the product at once. */
    static Optional<Exclusion> excluded(PolicyPack pack, ApplicationDraft product) {
        return pack.exclusionOf(product.category(), product.nameZh()).flatMap(pack::exclusion);
    }

    /** The criterion that was met. */
    static Optional<String> criterion(List<Check> checks) {
        return checks.stream()
                .filter(check -> check.id().equals("link") && check.result() == Check.Result.MET)
                .map(Check::criterion)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static Check exclusion(PolicyPack pack, ApplicationDraft product, LocalDate on) {
        Label category =
                pack.category(product.category()).map(found -> found.name()).orElse(NONE);
        return excluded(pack, product)
                .map(found -> new Check(
                        "exclusion",
                        Check.Result.NOT_MET,
                        "caught",
                        found.text(),
                        sources(pack, found.source()),
                        new Label(product.nameZh(), product.nameZh()),
                        List.of(),
                        null,
                        on))
                .orElseGet(() -> new Check(
                        "exclusion",
                        Check.Result.MET,
                        "clear",
                        pack.scheme().name(),
                        sources(pack, pack.scheme().source()),
                        category,
                        List.of(),
                        null,
                        on));
    }

    private static Check origin(PolicyPack pack, ApplicationDraft product, LocalDate on) {
        boolean entitled = pack.countyOn(product.countyCode(), on).isPresent();
        Label county = pack.areaName(product.countyCode()).orElse(NONE);
        List<String> sources = pack.county(product.countyCode())
                .map(found -> sources(pack, found.source()))
                .orElse(List.of());
        return new Check(
                "origin",
                entitled ? Check.Result.MET : Check.Result.NOT_MET,
                entitled ? "entitled" : "not-entitled",
                pack.wordsOn(on).county(),
                sources,
                county,
                List.of(product.countyCode()),
                null,
                on);
    }

    private static Check link(PolicyPack pack, LinkFigures figures, LocalDate on) {
        LinkKind kind = LinkKind.valueOf(figures.kind().name());
        boolean people = figures.kind().countsPeople();
        long part = people ? figures.eligiblePersons() : figures.eligibleWeight();
        List<Criterion> comparable =
                pack.criteria().stream().filter(one -> one.link() == kind).toList();
        Optional<Criterion> met = comparable.stream()
                .filter(one -> one.metBy(part, figures.whole()))
                .findFirst();
        Optional<Criterion> shown = met.or(() -> comparable.stream().findFirst());
        return new Check(
                "link",
                met.isPresent() ? Check.Result.MET : Check.Result.NOT_MET,
                kind.name(),
                shown.map(Criterion::text).orElse(pack.scheme().name()),
                sources(pack, shown.map(Criterion::source).orElse(pack.scheme().source())),
                pack.wordsOn(on).household(),
                List.of(
                        amount(kind, part),
                        amount(kind, figures.whole()),
                        Money.yuan(figures.shareBasisPoints()) + "%",
                        String.valueOf(figures.eligibleHouseholds())),
                shown.map(Criterion::id).orElse(null),
                on);
    }

    private static Check price(PolicyPack pack, ApplicationDraft product, Like like, LocalDate on) {
        Label category =
                pack.category(product.category()).map(found -> found.name()).orElse(NONE);
        Label rule = pack.scheme().name();
        List<String> sources = sources(pack, pack.priceBand().source());
        Long grams = product.netWeightGrams();
        if (grams == null || like.count() < LEAST_TO_COMPARE) {
            return new Check("price", Check.Result.OPEN, "alone", rule, sources, category, List.of(), null, on);
        }
        long fenPerJin = Money.mulDiv(product.priceFen(), GRAMS_PER_JIN, grams);
        boolean within = pack.priceBand().holds(fenPerJin, like.medianFenPerJin());
        return new Check(
                "price",
                within ? Check.Result.MET : Check.Result.REMARK,
                within ? "within" : "outside",
                rule,
                sources,
                category,
                List.of(
                        Money.yuan(fenPerJin),
                        Money.yuan(like.medianFenPerJin()),
                        String.valueOf(like.count()),
                        pack.priceBand().percent() + "%"),
                null,
                on);
    }

    private static String amount(LinkKind kind, long value) {
        return kind == LinkKind.PRODUCE
                ? BigDecimal.valueOf(value, GRAMS_PER_KILOGRAM_DIGITS)
                        .stripTrailingZeros()
                        .toPlainString()
                : String.valueOf(value);
    }

    private static List<String> sources(PolicyPack pack, List<String> ids) {
        return ids.stream()
                .map(id -> id + " " + pack.sources().getOrDefault(id, ""))
                .toList();
    }
}
