package org.bangxiao.certification;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bangxiao.kernel.Money;
import org.bangxiao.region.ApplicationRules;
import org.bangxiao.region.Label;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.ProductGroup;
import org.bangxiao.region.Variety;

/** Price, quantity, value, land and raw material: does what is promised fit together? */
final class SupplyChecks {
    private static final long GRAMS_PER_JIN = 500;
    private static final long GRAMS_PER_KILOGRAM = 1_000;
    /** 1 mu = 2,000/3 square metres. */
    private static final long THREE_MU_SQUARE_METRES = 2_000;

    private static final int THREE = 3;

    private SupplyChecks() {}

    static List<Check> of(PolicyPack pack, ApplicationDraft product, Facts facts) {
        List<Check> checks = new ArrayList<>();
        if (product.priceFen() > 0 && !product.category().isEmpty()) {
            checks.add(price(pack, product, facts));
        }
        if (product.priceFen() > 0 && product.bulkPriceFen() != null) {
            checks.add(bulk(pack, product, product.bulkPriceFen(), facts));
        }
        if (product.priceFen() > 0 && product.yearlyCapacity() > 0) {
            checks.add(value(pack, product, facts));
        }
        if (product.areaSquareMetres() != null && product.netWeightGrams() != null && product.yearlyCapacity() > 0) {
            checks.add(area(pack, product, product.areaSquareMetres(), product.netWeightGrams(), facts));
        }
        if (pack.groupOf(product.category()).filter(ProductGroup::rawLots).isPresent()) {
            checks.add(lots(pack, product, facts));
        }
        return checks;
    }

    private static Check price(PolicyPack pack, ApplicationDraft product, Facts facts) {
        Check.Rule rule = new Check.Rule(
                pack.scheme().name(), Checks.sources(pack, pack.priceBand().source()));
        Facts.Like like = facts.like();
        Label variety = Optional.ofNullable(like.variety())
                .flatMap(name -> pack.variety(product.category(), name))
                .map(Variety::name)
                .orElse(Checks.categoryName(pack, product));
        if (like.count() < pack.leastLikeGoods()) {
            return Check.of(
                    "price",
                    Check.Result.OPEN,
                    like.variety() == null ? "unlike" : "few",
                    rule,
                    variety,
                    List.of(String.valueOf(like.count()), String.valueOf(pack.leastLikeGoods())),
                    facts.on());
        }
        Long grams = product.netWeightGrams();
        long fen = grams == null ? product.priceFen() : Money.mulDiv(product.priceFen(), GRAMS_PER_JIN, grams);
        boolean within = pack.priceBand().holds(fen, like.median());
        String variant = (within ? "within" : "outside") + (grams == null ? "-unit" : "");
        return Check.of(
                "price",
                within ? Check.Result.MET : Check.Result.REMARK,
                variant,
                rule.measuring("±" + pack.priceBand().percent() + "%"),
                variety,
                List.of(
                        Money.yuan(fen),
                        Money.yuan(like.median()),
                        String.valueOf(like.count()),
                        pack.priceBand().percent() + "%"),
                facts.on());
    }

    private static Check bulk(PolicyPack pack, ApplicationDraft product, long bulkFen, Facts facts) {
        boolean holds = pack.priceBand().holdsOverBulk(product.priceFen(), bulkFen);
        boolean under = product.priceFen() < bulkFen;
        Integer percent = pack.priceBand().overBulkPercent();
        return Check.of(
                "bulk",
                holds ? Check.Result.MET : Check.Result.REMARK,
                holds ? "within" : under ? "under" : "over",
                new Check.Rule(
                        pack.scheme().name(),
                        Checks.sources(pack, pack.priceBand().source()),
                        percent == null ? "" : "+" + percent + "%",
                        null),
                Checks.categoryName(pack, product),
                List.of(Money.yuan(product.priceFen()), Money.yuan(bulkFen)),
                facts.on());
    }

    private static Check value(PolicyPack pack, ApplicationDraft product, Facts facts) {
        ApplicationRules rules = pack.application();
        long computed = Math.multiplyExact(product.priceFen(), product.yearlyCapacity());
        Check.Rule rule = new Check.Rule(pack.scheme().name(), Checks.sources(pack, rules.source()));
        Long declared = product.yearlyValueFen();
        if (declared != null && !rules.near(computed, declared)) {
            return Check.of(
                    "value",
                    Check.Result.REMARK,
                    "apart",
                    rule.measuring("±" + rules.valueTolerancePercent() + "%"),
                    Checks.categoryName(pack, product),
                    List.of(Money.yuan(computed), Money.yuan(declared)),
                    facts.on());
        }
        ApplicationRules.LeastValue least = rules.leastYearlyValue();
        if (least != null && !facts.on().isBefore(least.from()) && computed < least.fen()) {
            return Check.of(
                    "value",
                    Check.Result.REMARK,
                    "small",
                    new Check.Rule(
                            pack.scheme().name(),
                            Checks.sources(pack, least.source()),
                            "≥ " + Money.yuan(least.fen()),
                            null),
                    Checks.categoryName(pack, product),
                    List.of(Money.yuan(computed), Money.yuan(least.fen())),
                    facts.on());
        }
        return Check.of(
                "value",
                Check.Result.MET,
                declared == null ? "computed" : "near",
                rule.measuring(declared == null ? "" : "±" + rules.valueTolerancePercent() + "%"),
                Checks.categoryName(pack, product),
                List.of(Money.yuan(computed), Money.yuan(declared == null ? computed : declared)),
                facts.on());
    }

    /** What one mu would have to yield; judged where the pack knows how much it can. */
    private static Check area(PolicyPack pack, ApplicationDraft product, long squareMetres, long grams, Facts facts) {
        BigInteger kilogramsPerMu = BigInteger.valueOf(product.yearlyCapacity())
                .multiply(BigInteger.valueOf(grams))
                .multiply(BigInteger.valueOf(THREE_MU_SQUARE_METRES))
                .divide(BigInteger.valueOf(squareMetres)
                        .multiply(BigInteger.valueOf(THREE))
                        .multiply(BigInteger.valueOf(GRAMS_PER_KILOGRAM)));
        Integer most = pack.category(product.category())
                .map(category -> category.mostKilogramsPerMu())
                .orElse(null);
        boolean over = most != null && kilogramsPerMu.compareTo(BigInteger.valueOf(most)) > 0;
        return Check.of(
                "area",
                most == null ? Check.Result.OPEN : over ? Check.Result.REMARK : Check.Result.MET,
                most == null ? "unknown" : over ? "over" : "within",
                new Check.Rule(
                        pack.scheme().name(),
                        Checks.sources(
                                pack,
                                pack.category(product.category())
                                        .map(category -> category.source())
                                        .orElse(List.of())),
                        most == null ? "" : "≤ " + most,
                        null),
                Checks.categoryName(pack, product),
                List.of(kilogramsPerMu.toString(), String.valueOf(most)),
                facts.on());
    }

    /** A processed product weighs no more than the raw material it names, and the material is of the region. */
    private static Check lots(PolicyPack pack, ApplicationDraft product, Facts facts) {
        ProductGroup group = pack.groupOf(product.category()).orElseThrow();
        Check.Rule rule = new Check.Rule(group.name(), Checks.sources(pack, group.source()));
        if (product.rawLots().isEmpty()) {
            return Check.of(
                    "lots",
                    Check.Result.REMARK,
                    "none",
                    rule,
                    Checks.categoryName(pack, product),
                    List.of(),
                    facts.on());
        }
        long raw = RawLots.grams(product.rawLots());
        Long grams = product.netWeightGrams();
        long made = grams == null ? 0 : Math.multiplyExact(grams, product.yearlyCapacity());
        long foreign = product.rawLots().stream()
                .filter(lot -> pack.countyOn(lot.countyCode(), facts.on()).isEmpty())
                .mapToLong(RawLot::grams)
                .sum();
        String variant = raw < made ? "short" : foreign > 0 ? "foreign" : "enough";
        return Check.of(
                "lots",
                variant.equals("enough") ? Check.Result.MET : Check.Result.REMARK,
                variant,
                rule.measuring(made == 0 ? "" : "≥ " + made / GRAMS_PER_KILOGRAM + " kg"),
                Checks.categoryName(pack, product),
                List.of(
                        String.valueOf(raw / GRAMS_PER_KILOGRAM),
                        String.valueOf(made / GRAMS_PER_KILOGRAM),
                        String.valueOf(foreign / GRAMS_PER_KILOGRAM),
                        String.valueOf(product.rawLots().size())),
                facts.on());
    }
}
