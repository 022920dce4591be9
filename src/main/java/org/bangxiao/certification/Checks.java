package org.bangxiao.certification;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bangxiao.region.Exclusion;
import org.bangxiao.region.Label;
import org.bangxiao.region.PolicyPack;

/** What the machine finds out by itself on a day: pure, so that a threshold can be tried just under, at and over. */
final class Checks {
    private static final Label NONE = new Label("", "");

    private Checks() {}

    /** Every check that can be made of what is written; a draft's gaps leave theirs out. */
    static List<Check> of(PolicyPack pack, ApplicationDraft product, Facts facts) {
        List<Check> checks = new ArrayList<>();
        if (!product.nameZh().isEmpty()) {
            checks.add(exclusion(pack, product, facts));
        }
        if (!product.countyCode().isEmpty()) {
            checks.add(origin(pack, product, facts));
        }
        LinkChecks.of(pack, facts).forEach(checks::add);
        SupplyChecks.of(pack, product, facts).forEach(checks::add);
        if (!product.nameZh().isEmpty()) {
            checks.add(name(pack, product, facts));
            checks.add(duplicate(pack, product, facts));
        }
        checks.add(evidence(pack, product, facts));
        return List.copyOf(checks);
    }

    static boolean allowPass(List<Check> checks) {
        return checks.stream().noneMatch(check -> check.result() == Check.Result.NOT_MET);
    }

    /** All is met; what had nothing to compare with is looked at by a person, unless the pack says otherwise. */
    static boolean allowBatch(PolicyPack pack, List<Check> checks) {
        List<String> mayBeOpen = pack.application().batchWithoutComparing();
        return !checks.isEmpty()
                && checks.stream()
                        .allMatch(check -> check.result() == Check.Result.MET
                                || (check.result() == Check.Result.OPEN && mayBeOpen.contains(check.id())));
    }

    /** The pack's reason for refusing the product at once. */
    static Optional<Exclusion> excluded(PolicyPack pack, ApplicationDraft product) {
        return pack.exclusionOf(product.category(), NameKey.of(product.nameZh()))
                .flatMap(pack::exclusion);
    }

    /** The criterion that was met. */
    static Optional<String> criterion(List<Check> checks) {
        return checks.stream()
                .filter(check -> check.id().equals("link") && check.result() == Check.Result.MET)
                .map(Check::criterion)
                .filter(Objects::nonNull)
                .findFirst();
    }

    static List<String> sources(PolicyPack pack, List<String> ids) {
        return ids.stream()
                .map(id -> (id + " " + pack.sources().getOrDefault(id, "")).strip())
                .toList();
    }

    static Check.Rule scheme(PolicyPack pack) {
        return new Check.Rule(pack.scheme().name(), sources(pack, pack.scheme().source()));
    }

    static Label categoryName(PolicyPack pack, ApplicationDraft product) {
        return pack.category(product.category()).map(found -> found.name()).orElse(NONE);
    }

    /** A name that means the same in each language. */
    static Label both(String text) {
        return new Label(text, text);
    }

    private static Check exclusion(PolicyPack pack, ApplicationDraft product, Facts facts) {
        return excluded(pack, product)
                .map(found -> Check.of(
                        "exclusion",
                        Check.Result.NOT_MET,
                        "caught",
                        new Check.Rule(
                                found.text(), sources(pack, found.source()), String.join(" ", found.words()), null),
                        both(product.nameZh()),
                        List.of(),
                        facts.on()))
                .orElseGet(() -> Check.of(
                        "exclusion",
                        Check.Result.MET,
                        "clear",
                        scheme(pack),
                        categoryName(pack, product),
                        List.of(),
                        facts.on()));
    }

    private static Check origin(PolicyPack pack, ApplicationDraft product, Facts facts) {
        boolean entitled = pack.countyOn(product.countyCode(), facts.on()).isPresent();
        List<String> sources = pack.county(product.countyCode())
                .map(found -> sources(pack, found.source()))
                .orElse(List.of());
        return Check.of(
                "origin",
                entitled ? Check.Result.MET : Check.Result.NOT_MET,
                entitled ? "entitled" : "not-entitled",
                new Check.Rule(pack.wordsOn(facts.on()).county(), sources),
                pack.areaName(product.countyCode()).orElse(NONE),
                List.of(product.countyCode()),
                facts.on());
    }

    /** A protected name, or one the supplier itself calls protected, needs the licence. */
    private static Check name(PolicyPack pack, ApplicationDraft product, Facts facts) {
        var indications = pack.application().geographicalIndications();
        var used = indications.usedBy(NameKey.of(product.nameZh()));
        Check.Rule rule = new Check.Rule(
                pack.scheme().name(),
                sources(pack, used.map(one -> one.source()).orElse(List.of())),
                used.map(one -> one.name()).orElse(""),
                null);
        Label subject = both(used.map(one -> one.name()).orElse(product.nameZh()));
        if (used.isEmpty() && !product.geographicalIndication()) {
            return Check.of("name", Check.Result.MET, "free", rule, subject, List.of(), facts.on());
        }
        boolean licensed = facts.evidence().containsAll(indications.evidence());
        return Check.of(
                "name",
                licensed ? Check.Result.MET : Check.Result.NOT_MET,
                licensed ? "licensed" : "unlicensed",
                rule,
                subject,
                List.of(),
                facts.on());
    }

    /** The same product twice by one supplier is refused; a namesake from the same county is looked at. */
    private static Check duplicate(PolicyPack pack, ApplicationDraft product, Facts facts) {
        String unit = NameKey.of(product.packageUnit());
        boolean same = facts.twins().stream()
                .anyMatch(twin -> twin.sameSupplier()
                        && NameKey.of(twin.packageUnit()).equals(unit)
                        && Objects.equals(twin.netWeightGrams(), product.netWeightGrams()));
        long own = facts.twins().stream().filter(Facts.Twin::sameSupplier).count();
        String variant = same ? "same" : own > 0 ? "package" : facts.twins().isEmpty() ? "none" : "county";
        Check.Result result =
                same ? Check.Result.NOT_MET : facts.twins().isEmpty() ? Check.Result.MET : Check.Result.REMARK;
        return Check.of(
                "duplicate",
                result,
                variant,
                scheme(pack),
                both(product.nameZh()),
                List.of(String.valueOf(facts.twins().size())),
                facts.on());
    }

    private static Check evidence(PolicyPack pack, ApplicationDraft product, Facts facts) {
        Set<String> needed = Checklist.needed(pack, product, facts.figures());
        long there = needed.stream().filter(facts.evidence()::contains).count();
        boolean all = there == needed.size();
        return Check.of(
                "evidence",
                all ? Check.Result.MET : Check.Result.REMARK,
                all ? "all" : "missing",
                new Check.Rule(
                        pack.groupOf(product.category())
                                .map(group -> group.name())
                                .orElse(NONE),
                        sources(
                                pack,
                                pack.groupOf(product.category())
                                        .map(group -> group.source())
                                        .orElse(List.of())),
                        String.valueOf(needed.size()),
                        null),
                categoryName(pack, product),
                List.of(String.valueOf(there), String.valueOf(needed.size()), String.valueOf(needed.size() - there)),
                facts.on());
    }
}
