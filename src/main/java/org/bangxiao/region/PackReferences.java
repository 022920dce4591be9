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
        unique("/levels", pack.levels(), Named::id);
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
        }
        steps();
        words();
        if (pack.agreement().platformFeeBasisPoints() + pack.agreement().dividendBasisPoints() > 10_000) {
            yaml.fault("/agreement/dividendBasisPoints", "fee and dividend together are more than the whole sale");
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

    private void refer(String pointer, List<String> ids, Set<String> known, String list) {
        for (int i = 0; i < ids.size(); i++) {
            if (!known.contains(ids.get(i))) {
                yaml.fault(pointer + "/" + i, "'" + ids.get(i) + "' is not in " + list);
            }
        }
    }

    private void steps() {
        List<ReviewStep> steps = pack.reviewSteps();
        for (int i = 0; i < steps.size(); i++) {
            ReviewStep step = steps.get(i);
            boolean last = i == steps.size() - 1;
            if (last != (step.kind() == ReviewStep.Kind.ANNOUNCEMENT)) {
                yaml.fault("/reviewSteps/" + i + "/kind", "the announcement, and only it, is the last step");
            }
            if (i == 0 && (step.kind() != ReviewStep.Kind.REVIEW || step.level() != Level.COUNTY)) {
                yaml.fault("/reviewSteps/0", "the county's review is the first step");
            }
            if (i > 0 && step.level().compareTo(steps.get(i - 1).level()) < 0) {
                yaml.fault("/reviewSteps/" + i + "/level", "a lower level comes after a higher one");
            }
        }
        Set<Level> reviewing = steps.stream()
                .filter(s -> s.kind() == ReviewStep.Kind.REVIEW)
                .map(ReviewStep::level)
                .collect(Collectors.toSet());
        for (Level level : Level.values()) {
            if (!reviewing.contains(level)) {
                yaml.fault("/reviewSteps", "no step is a review by level " + level);
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
