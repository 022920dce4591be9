package org.bangxiao.region;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the schema cannot say about {@code pack.yaml}: ids are unique, references meet something, times fit together. */
final class PackReferences {
    private final LinedYaml yaml;
    private final PackDocument pack;

    PackReferences(LinedYaml yaml, PackDocument pack) {
        this.yaml = yaml;
        this.pack = pack;
    }

    void check(String folderName) {
        if (!pack.key().equals(folderName)) {
            yaml.fault("/key", "the key " + pack.key() + " is not the name of the folder, " + folderName);
        }
        sources(yaml.root(), "");
        unique("/criteria", pack.criteria(), Criterion::id);
        Set<String> productGroups = unique("/productGroups", pack.productGroups(), ProductGroup::id);
        Set<String> documents = unique("/documents", pack.documents(), EvidenceDocument::id);
        unique("/exclusions", pack.exclusions(), Exclusion::id);
        Set<String> levels = unique("/levels", pack.levels(), Level::id);
        unique("/reviewSteps", pack.reviewSteps(), ReviewStep::id);
        Set<String> categories = unique("/categories", pack.categories(), Category::id);
        unique("/categories", pack.categories(), c -> c.name().zh());
        unique("/channels", pack.channels(), Channel::id);
        unique("/targets", pack.targets(), Target::id);
        unique("/countyTiers", pack.countyTiers(), Named::id);
        Set<String> countyGroups = unique("/countyGroups", pack.countyGroups(), Named::id);
        WatchRules watch = pack.watch();
        if (watch != null && watch.entitlingGroup() != null && !countyGroups.contains(watch.entitlingGroup())) {
            yaml.fault("/watch/entitlingGroup", "'" + watch.entitlingGroup() + "' is not in countyGroups");
        }

        for (int i = 0; i < pack.criteria().size(); i++) {
            refer("/criteria/" + i + "/evidence", pack.criteria().get(i).evidence(), documents, "documents");
        }
        for (int i = 0; i < pack.productGroups().size(); i++) {
            refer(
                    "/productGroups/" + i + "/evidence",
                    pack.productGroups().get(i).evidence(),
                    documents,
                    "documents");
        }
        for (int i = 0; i < pack.exclusions().size(); i++) {
            refer("/exclusions/" + i + "/categories", pack.exclusions().get(i).categories(), categories, "categories");
        }
        for (int i = 0; i < pack.categories().size(); i++) {
            String group = pack.categories().get(i).productGroup();
            refer("/categories/" + i + "/productGroup", List.of(group), productGroups, "productGroups");
            varieties(i, pack.categories().get(i).varieties());
        }
        refer("/priority/groups", pack.priority().groups(), countyGroups, "countyGroups");
        ApplicationRules rules = pack.application();
        refer(
                "/application/geographicalIndications/evidence",
                rules.geographicalIndications().evidence(),
                documents,
                "documents");
        unique(
                "/application/geographicalIndications/names",
                rules.geographicalIndications().names(),
                ApplicationRules.ProtectedName::name);
        supplierPapers(documents);
        payouts();
        steps(levels);
        afterwards(levels);
        words();
        campaigns();
        if (pack.agreement().platformFeeBasisPoints() + pack.agreement().dividendBasisPoints() > 10_000) {
            yaml.fault("/agreement/dividendBasisPoints", "fee and dividend together are more than the whole sale");
        }
    }

    private void supplierPapers(Set<String> documents) {
        SupplierPapers papers = pack.supplierDocuments();
        if (papers == null) {
            return;
        }
        unique("/supplierDocuments/kinds", papers.kinds(), SupplierPapers.OfKind::kind);
        for (int i = 0; i < papers.kinds().size(); i++) {
            String pointer = "/supplierDocuments/kinds/" + i + "/documents";
            refer(pointer, papers.kinds().get(i).documents(), documents, "documents");
        }
        unique("/supplierDocuments/answers", papers.answers(), SupplierPapers.Answer::evidence);
        for (int i = 0; i < papers.answers().size(); i++) {
            SupplierPapers.Answer answer = papers.answers().get(i);
            String pointer = "/supplierDocuments/answers/" + i;
            refer(pointer + "/evidence", List.of(answer.evidence()), documents, "documents");
            refer(pointer + "/papers", answer.papers(), documents, "documents");
        }
    }

    private void payouts() {
        PayoutRules rules = pack.payouts();
        if (rules == null) {
            return;
        }
        Set<String> formats = unique("/payouts/formats", rules.formats(), BankFormat::id);
        unique("/payouts/banks", rules.banks(), PayoutRules.Bank::code);
        for (int i = 0; i < rules.banks().size(); i++) {
            refer(
                    "/payouts/banks/" + i + "/format",
                    List.of(rules.banks().get(i).format()),
                    formats,
                    "formats");
        }
    }

    /** Every source id anywhere in the file stands in the list at its end. */
    private void sources(JsonNode node, String pointer) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                sources(field.getValue(), pointer + "/" + field.getKey());
            }
        } else if (node.isArray()) {
            boolean sourceList = pointer.endsWith("/source");
            for (int i = 0; i < node.size(); i++) {
                if (sourceList && !pack.sources().containsKey(node.get(i).asText())) {
                    yaml.fault(pointer + "/" + i, "source " + node.get(i).asText() + " is not in the list of sources");
                }
                sources(node.get(i), pointer + "/" + i);
            }
        }
    }

    private <T> Set<String> unique(String pointer, List<T> entries, Function<T, String> id) {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            String one = id.apply(entries.get(i));
            if (!ids.add(one)) {
                yaml.fault(pointer + "/" + i, "'" + one + "' stands twice in " + pointer.substring(1));
            }
        }
        return ids;
    }

    /** No word of a category shows two varieties. */
    private void varieties(int category, List<Variety> varieties) {
        Set<String> words = new HashSet<>();
        for (int i = 0; i < varieties.size(); i++) {
            String pointer = "/categories/" + category + "/varieties/" + i;
            for (String word : varieties.get(i).known()) {
                if (!words.add(word)) {
                    yaml.fault(pointer, "'" + word + "' shows two varieties");
                }
            }
        }
    }

    private void refer(String pointer, List<String> ids, Set<String> known, String list) {
        for (int i = 0; i < ids.size(); i++) {
            if (!known.contains(ids.get(i))) {
                yaml.fault(pointer + "/" + i, "'" + ids.get(i) + "' is not in " + list);
            }
        }
    }

    private void steps(Set<String> levels) {
        List<ReviewStep> steps = pack.reviewSteps();
        int reached = 0;
        for (int i = 0; i < steps.size(); i++) {
            ReviewStep step = steps.get(i);
            String pointer = "/reviewSteps/" + i;
            boolean last = i == steps.size() - 1;
            if (last != (step.kind() == ReviewStep.Kind.ANNOUNCEMENT)) {
                yaml.fault(pointer + "/kind", "the announcement, and only it, is the last step");
            }
            if (!levels.contains(step.level())) {
                yaml.fault(pointer + "/level", "'" + step.level() + "' is not in levels");
                continue;
            }
            int rank = rank(step.level());
            if (i == 0 && (step.kind() != ReviewStep.Kind.REVIEW || rank != 0)) {
                yaml.fault(pointer, "a review by the first of the levels is the first step");
            }
            if (rank < reached) {
                yaml.fault(pointer + "/level", "a lower level comes after a higher one");
            }
            reached = rank;
            objections(step, pointer + "/objections/level", levels);
        }
        for (Level level : pack.levels()) {
            if (steps.stream()
                    .noneMatch(
                            s -> s.kind() == ReviewStep.Kind.REVIEW && s.level().equals(level.id()))) {
                yaml.fault("/reviewSteps", "no step is a review by level " + level.id());
            }
        }
    }

    /** Whoever passed a case does not answer what is held against it: a level above does, where there is one. */
    private void objections(ReviewStep notice, String pointer, Set<String> levels) {
        ObjectionTerm term = notice.objections();
        if (term == null) {
            return;
        }
        if (!levels.contains(term.level())) {
            yaml.fault(pointer, "'" + term.level() + "' is not in levels");
        } else if (rank(term.level()) <= rank(notice.level())
                && rank(notice.level()) < pack.levels().size() - 1) {
            yaml.fault(pointer, "objections to a notice of level " + notice.level() + " go to a level above it");
        }
    }

    private int rank(String level) {
        return pack.levels().stream().map(Level::id).toList().indexOf(level);
    }

    private void afterwards(Set<String> levels) {
        unique("/secondCertificates", Given.list(pack.secondCertificates()), Named::id);
        Afterwards afterwards = pack.afterwards();
        if (afterwards != null) {
            refer("/afterwards/suspend", afterwards.suspend(), levels, "levels");
            refer("/afterwards/lift", afterwards.lift(), levels, "levels");
            refer("/afterwards/revoke", afterwards.revoke(), levels, "levels");
        }
        List<String> unchanged =
                afterwards == null ? null : afterwards.renewal().unchangedSteps();
        if (unchanged == null) {
            return;
        }
        String pointer = "/afterwards/renewal/unchangedSteps";
        Set<String> all = pack.reviewSteps().stream().map(ReviewStep::id).collect(Collectors.toSet());
        refer(pointer, unchanged, all, "reviewSteps");
        ReviewStep first = pack.reviewSteps().get(0);
        ReviewStep last = pack.reviewSteps().get(pack.reviewSteps().size() - 1);
        if (!unchanged.contains(first.id()) || !unchanged.contains(last.id())) {
            yaml.fault(pointer, "the first step and the announcement are always taken");
        }
    }

    private void campaigns() {
        List<Campaign> campaigns = Given.list(pack.campaigns());
        unique("/campaigns", campaigns, Campaign::id);
        for (int i = 0; i < campaigns.size(); i++) {
            if (campaigns.get(i).to().isBefore(campaigns.get(i).from())) {
                yaml.fault("/campaigns/" + i + "/to", "the last day is before the first");
            }
        }
    }

    /** The periods follow one another without a gap, from ever to ever. */
    private void words() {
        @Nullable LocalDate next = null;
        for (int i = 0; i < pack.words().size(); i++) {
            Words words = pack.words().get(i);
            String pointer = "/words/" + i;
            LocalDate from = words.from();
            LocalDate to = words.to();
            boolean last = i == pack.words().size() - 1;
            if (i == 0 && from != null) {
                yaml.fault(pointer + "/from", "the first words hold since ever: leave 'from' out");
            } else if (i > 0 && next != null && !next.equals(from)) {
                boolean overlap = from == null || from.isBefore(next);
                yaml.fault(pointer, (overlap ? "the times overlap" : "a gap is left") + ": 'from' must be " + next);
            }
            if (last && to != null) {
                yaml.fault(pointer + "/to", "the last words still hold: leave 'to' out");
            } else if (!last && to == null) {
                yaml.fault(pointer, "'to' is missing: other words follow");
            } else if (from != null && to != null && to.isBefore(from)) {
                yaml.fault(pointer + "/to", "the last day is before the first");
            }
            next = to == null ? null : to.plusDays(1);
        }
    }
}
