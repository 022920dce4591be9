package org.bangxiao.region;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One region as its certification office wrote it down, whole and checked.
 *
 * @param version SHA-256 over the bytes of the pack's files in the order of their names, in hexadecimal digits; whatever
 *     is decided under this pack keeps it
 * @param reviewSteps in the order in which they are taken
 * @param watch when cases are opened by themselves; without it nothing of the region is watched
 * @param payouts how households are paid by bank; without it nothing of the region is paid out
 * @param settlementReview what is looked at before a settlement is approved
 * @param secondCertificates kinds of certificates of others that may stand beside ours
 * @param supplierPapers what suppliers must hold; without it nothing is asked of them
 * @param campaigns by their first day
 * @param sources what the source ids stand for
 * @param markSvg the region's mark as a picture without scripts and styles
 */
public record PolicyPack(
        String version,
        String key,
        String provinceCode,
        Label name,
        Label shortName,
        Scheme scheme,
        List<Criterion> criteria,
        List<ProductGroup> productGroups,
        List<EvidenceDocument> documents,
        List<Exclusion> exclusions,
        List<Level> levels,
        List<ReviewStep> reviewSteps,
        Priority priority,
        PriceBand priceBand,
        ApplicationRules application,
        List<Category> categories,
        List<Channel> channels,
        List<Target> targets,
        List<Named> countyTiers,
        List<Named> countyGroups,
        List<Words> words,
        Agreement agreement,
        @Nullable WatchRules watch,
        CertificateText certificate,
        Afterwards afterwards,
        AfterSales afterSales,
        @Nullable PayoutRules payouts,
        ReviewRules settlementReview,
        List<Named> secondCertificates,
        @Nullable SupplierPapers supplierPapers,
        List<Campaign> campaigns,
        Map<String, String> sources,
        List<County> counties,
        List<Pairing> pairings,
        WorkingDays workingDays,
        String markSvg) {
    /** Where no watch says how many it takes. */
    private static final int LEAST_LIKE_GOODS = 3;

    static PolicyPack of(
            String version,
            PackDocument document,
            List<County> counties,
            List<Pairing> pairings,
            WorkingDays workingDays,
            String markSvg) {
        return new PolicyPack(
                version,
                document.key(),
                document.province().code(),
                document.province().name(),
                document.province().shortName(),
                document.scheme(),
                List.copyOf(document.criteria()),
                List.copyOf(document.productGroups()),
                List.copyOf(document.documents()),
                List.copyOf(document.exclusions()),
                List.copyOf(document.levels()),
                List.copyOf(document.reviewSteps()),
                document.priority(),
                document.priceBand(),
                document.application(),
                List.copyOf(document.categories()),
                List.copyOf(document.channels()),
                List.copyOf(document.targets()),
                List.copyOf(document.countyTiers()),
                List.copyOf(document.countyGroups()),
                List.copyOf(document.words()),
                document.agreement(),
                document.watch(),
                document.certificate(),
                Objects.requireNonNullElse(document.afterwards(), Afterwards.STRICT),
                Objects.requireNonNullElse(document.afterSales(), AfterSales.USUAL),
                document.payouts(),
                Objects.requireNonNullElse(document.settlementReview(), ReviewRules.USUAL),
                Given.list(document.secondCertificates()),
                document.supplierDocuments(),
                campaigns(document),
                Map.copyOf(document.sources()),
                List.copyOf(counties),
                List.copyOf(pairings),
                workingDays,
                markSvg);
    }

    private static List<Campaign> campaigns(PackDocument document) {
        return Given.list(document.campaigns()).stream()
                .sorted(Comparator.comparing(Campaign::from))
                .map(campaign -> campaign.in(document.words().stream()
                        .filter(words -> words.holdOn(campaign.from()))
                        .findFirst()
                        .orElseThrow()))
                .toList();
    }

    /** The county that has or ever had this code. */
    public Optional<County> county(String code) {
        return counties.stream().filter(c -> c.ever(code)).findFirst();
    }

    /** The county whose code this was on that day; a code not yet or no longer in use finds nothing. */
    public Optional<County> countyOn(String code, LocalDate day) {
        return counties.stream().filter(c -> c.codeOn(day).equals(code)).findFirst();
    }

    /** What an area of the region is called: the province, a prefecture or a county by any of its codes. */
    public Optional<Label> areaName(String code) {
        if (code.equals(provinceCode)) {
            return Optional.of(name);
        }
        Optional<Label> prefecture = counties.stream()
                .filter(c -> c.prefectureCode().equals(code))
                .map(County::prefecture)
                .findFirst();
        return prefecture.or(() -> county(code).map(County::name));
    }

    /** The pairing of a county on that day, by any code the county has had. */
    public Optional<Pairing> pairingOn(String countyCode, LocalDate day) {
        return county(countyCode)
                .flatMap(county -> pairings.stream()
                        .filter(p -> p.countyCode().equals(county.code()) && p.holdsOn(day))
                        .findFirst());
    }

    /** The pairings of all counties that hold on that day. */
    public List<Pairing> pairingsOn(LocalDate day) {
        return pairings.stream().filter(p -> p.holdsOn(day)).toList();
    }

    /** The words of a day; the periods of a pack leave no day out. */
    public Words wordsOn(LocalDate day) {
        return words.stream().filter(w -> w.holdOn(day)).findFirst().orElseThrow();
    }

    /** The certificate's page in the words of the day it was announced. */
    public CertificateText certificateOn(LocalDate day) {
        return certificate.in(wordsOn(day));
    }

    /** A category by its id or its Chinese name. */
    public Optional<Category> category(String idOrNameZh) {
        return categories.stream()
                .filter(c -> c.id().equals(idOrNameZh) || c.name().zh().equals(idOrNameZh))
                .findFirst();
    }

    public Optional<Channel> channel(String id) {
        return channels.stream().filter(c -> c.id().equals(id)).findFirst();
    }

    public Optional<Criterion> criterion(String id) {
        return criteria.stream().filter(c -> c.id().equals(id)).findFirst();
    }

    /** A variety of a category by its Chinese name. */
    public Optional<Variety> variety(String categoryId, String nameZh) {
        return category(categoryId).stream()
                .flatMap(category -> category.varieties().stream())
                .filter(variety -> variety.name().zh().equals(nameZh))
                .findFirst();
    }

    /** The first variety of any category by that Chinese name. */
    public Optional<Variety> variety(String nameZh) {
        return categories.stream()
                .flatMap(category -> variety(category.id(), nameZh).stream())
                .findFirst();
    }

    /**
     * By which words a product's name shows its variety, as the function {@code certification_variety} reads it: for each
     * category an expression of all the words, the longest first, and the variety of each.
     */
    public JsonObject varieties() {
        JsonObject all = new JsonObject();
        for (Category category : categories) {
            JsonObject words = new JsonObject();
            category.varieties()
                    .forEach(one -> one.known()
                            .forEach(word -> words.put(word, one.name().zh())));
            String pattern = words.fieldNames().stream()
                    .sorted(Comparator.comparing(String::length).reversed())
                    .map(word -> word.replaceAll("[^\\p{L}\\p{N}]", "\\\\$0"))
                    .collect(Collectors.joining("|"));
            if (!pattern.isEmpty()) {
                all.put(category.id(), new JsonObject().put("pattern", pattern).put("words", words));
            }
        }
        return all;
    }

    /** How many like goods of others it takes to say something about a price. */
    public int leastLikeGoods() {
        return watch == null ? LEAST_LIKE_GOODS : watch.price().leastLikeGoods();
    }

    /** The documents that every application of this category needs, in the order of the pack. */
    public List<EvidenceDocument> evidenceFor(String categoryId) {
        List<String> ids = groupOf(categoryId).map(ProductGroup::evidence).orElse(List.of());
        return documents.stream().filter(d -> ids.contains(d.id())).toList();
    }

    /** The kind of product that a category, by id or Chinese name, belongs to. */
    public Optional<ProductGroup> groupOf(String category) {
        return category(category)
                .flatMap(known -> productGroups.stream()
                        .filter(group -> group.id().equals(known.productGroup()))
                        .findFirst());
    }

    /** The documents that a supplier of this kind must hold to sell, in the order of the pack. */
    public List<EvidenceDocument> documentsOfSupplier(String kind) {
        List<String> ids = supplierPapers == null ? List.of() : supplierPapers.of(kind);
        return documents.stream().filter(d -> ids.contains(d.id())).toList();
    }

    /** Kinds of papers in a supplier's file, any of which answers for this document of an application; often none. */
    public List<String> papersAnswering(String documentId) {
        return answers().stream()
                .filter(answer -> answer.evidence().equals(documentId))
                .flatMap(answer -> answer.papers().stream())
                .toList();
    }

    /** What a supplier of this kind may keep in its file: what it must hold, and what answers for something else. */
    public List<EvidenceDocument> documentsToKeep(String kind) {
        List<String> asked = supplierPapers == null ? List.of() : supplierPapers.of(kind);
        return documents.stream()
                .filter(d -> asked.contains(d.id())
                        || answers().stream().anyMatch(answer -> answer.papers().contains(d.id())))
                .toList();
    }

    private List<SupplierPapers.Answer> answers() {
        return supplierPapers == null ? List.of() : supplierPapers.answers();
    }

    /** A document of the pack by its id. */
    public Optional<EvidenceDocument> document(String id) {
        return documents.stream().filter(d -> d.id().equals(id)).findFirst();
    }

    /** Why the scheme refuses a product of this category and Chinese name: the id of the exclusion. */
    public Optional<String> exclusionOf(String categoryId, String nameZh) {
        return exclusions.stream()
                .filter(e -> e.catches(categoryId, nameZh))
                .map(Exclusion::id)
                .findFirst();
    }

    public Optional<Exclusion> exclusion(String id) {
        return exclusions.stream().filter(e -> e.id().equals(id)).findFirst();
    }

    /** A step by id. Throws {@link NoSuchElementException} where this pack has no such step. */
    public ReviewStep reviewStep(String id) {
        return reviewSteps.stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
    }

    /** A level by id. Throws {@link NoSuchElementException} where this pack has no such level. */
    public Level level(String id) {
        return levels.stream().filter(l -> l.id().equals(id)).findFirst().orElseThrow();
    }

    /** The level over that one; the highest stands over itself. */
    public Level levelAbove(String id) {
        return levels.get(Math.min(levels.indexOf(level(id)) + 1, levels.size() - 1));
    }

    /** That level and those over it. */
    public List<Level> levelsFrom(String id) {
        return levels.subList(levels.indexOf(level(id)), levels.size());
    }

    /** True where the county, by any of its codes, belongs on that day to a group whose cases go first. */
    public boolean goesFirst(String countyCode, LocalDate day) {
        return county(countyCode)
                .filter(county -> priority.groups().stream().anyMatch(group -> county.in(group, day)))
                .isPresent();
    }

    /** The step after the one by that id; nothing after the last. */
    public Optional<ReviewStep> reviewStepAfter(String id) {
        int at = reviewSteps.indexOf(reviewStep(id));
        return at + 1 < reviewSteps.size() ? Optional.of(reviewSteps.get(at + 1)) : Optional.empty();
    }

    /**
     * The last day of a notice posted on {@code start}: objections are taken until that day is over. The day of posting
     * does not count. Throws {@link IllegalArgumentException} for a step without a term.
     */
    public LocalDate endOfNotice(LocalDate start, ReviewStep step) {
        Integer days = step.days();
        if (days == null) {
            throw new IllegalArgumentException("step " + step.id() + " has no term");
        }
        return lastDay(start, days, step.calendar());
    }

    /** The last of so many days after {@code start}, which does not count itself. */
    public LocalDate lastDay(LocalDate start, int days, ReviewStep.@Nullable DayCount calendar) {
        return calendar == ReviewStep.DayCount.WORKING ? workingDays.after(start, days) : start.plusDays(days);
    }

    @Override
    public String toString() {
        return key + " " + version;
    }
}
