package org.bangxiao.certification;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.bangxiao.household.LinkFigures;
import org.bangxiao.kernel.Money;
import org.bangxiao.region.Criterion;
import org.bangxiao.region.Label;
import org.bangxiao.region.LinkKind;
import org.bangxiao.region.PolicyPack;

/** The four link criteria against the register: who exists, is eligible on the day, and is counted once. */
final class LinkChecks {
    private static final int GRAMS_PER_KILOGRAM_DIGITS = 3;
    private static final Label NONE = new Label("", "");

    private LinkChecks() {}

    static List<Check> of(PolicyPack pack, Facts facts) {
        LinkFigures figures = facts.figures();
        return figures == null ? List.of() : List.of(link(pack, figures, facts), people(pack, figures, facts));
    }

    /** The criteria that a kind of link can meet. */
    static List<Criterion> comparable(PolicyPack pack, LinkFigures figures) {
        LinkKind kind = LinkKind.valueOf(figures.kind().name());
        return pack.criteria().stream().filter(one -> one.link() == kind).toList();
    }

    private static Check link(PolicyPack pack, LinkFigures figures, Facts facts) {
        LinkKind kind = LinkKind.valueOf(figures.kind().name());
        List<Criterion> comparable = comparable(pack, figures);
        Optional<Criterion> met = comparable.stream()
                .filter(one -> one.metBy(part(one, figures, facts), figures.whole()))
                .findFirst();
        Optional<Criterion> shown = met.or(() -> comparable.stream().findFirst());
        long part = shown.map(one -> part(one, figures, facts)).orElse(eligible(figures));
        Check.Rule rule = new Check.Rule(
                shown.map(Criterion::text).orElse(pack.scheme().name()),
                Checks.sources(
                        pack, shown.map(Criterion::source).orElse(pack.scheme().source())),
                shown.map(one -> threshold(one, kind)).orElse(""),
                shown.map(Criterion::id).orElse(null));
        return Check.of(
                "link",
                met.isPresent() ? Check.Result.MET : Check.Result.NOT_MET,
                kind.name(),
                rule,
                pack.wordsOn(facts.on()).household(),
                List.of(
                        amount(kind, part),
                        amount(kind, figures.whole()),
                        Money.yuan(basisPoints(part, figures.whole())) + "%",
                        String.valueOf(figures.eligibleHouseholds())),
                facts.on());
    }

    private static Check people(PolicyPack pack, LinkFigures figures, Facts facts) {
        Optional<Criterion> once = comparable(pack, figures).stream()
                .filter(one -> one.countedOnce() != null)
                .findFirst();
        long twice = facts.countedBefore().persons();
        Check.Rule rule = new Check.Rule(
                once.map(Criterion::text).orElse(pack.scheme().name()),
                Checks.sources(
                        pack, once.map(Criterion::source).orElse(pack.scheme().source())));
        String variant = figures.eligibleHouseholds() == 0 ? "nobody" : twice > 0 ? "twice" : "once";
        Check.Result result = switch (variant) {
            case "nobody" -> Check.Result.NOT_MET;
            case "twice" -> Check.Result.REMARK;
            default -> Check.Result.MET;
        };
        return Check.of(
                "people",
                result,
                variant,
                rule,
                once.isEmpty() ? NONE : pack.wordsOn(facts.on()).household(),
                List.of(
                        String.valueOf(figures.members()),
                        String.valueOf(figures.eligibleHouseholds()),
                        String.valueOf(figures.members() - figures.eligibleHouseholds()),
                        String.valueOf(twice),
                        String.valueOf(facts.countedBefore().households())),
                facts.on());
    }

    private static long part(Criterion criterion, LinkFigures figures, Facts facts) {
        long twice = criterion.countedOnce() == null ? 0 : facts.countedBefore().persons();
        return Math.max(0, eligible(figures) - (figures.kind().countsPeople() ? twice : 0));
    }

    private static long eligible(LinkFigures figures) {
        return figures.kind().countsPeople() ? figures.eligiblePersons() : figures.eligibleWeight();
    }

    private static long basisPoints(long part, long whole) {
        return Math.min(Integer.MAX_VALUE, Money.mulDiv(part, Money.WHOLE_IN_BASIS_POINTS, whole));
    }

    private static String threshold(Criterion criterion, LinkKind kind) {
        String share = Money.yuan(criterion.shareBasisPoints()) + "%";
        Criterion.Absolute absolute = criterion.absolute();
        return absolute == null ? share : share + " / " + amount(kind, absolute.threshold());
    }

    private static String amount(LinkKind kind, long value) {
        return kind == LinkKind.PRODUCE
                ? BigDecimal.valueOf(value, GRAMS_PER_KILOGRAM_DIGITS)
                        .stripTrailingZeros()
                        .toPlainString()
                : String.valueOf(value);
    }
}
