package org.bangxiao.certification;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bangxiao.household.LinkFigures;
import org.bangxiao.organisation.DocumentView;
import org.bangxiao.region.EvidenceDocument;
import org.bangxiao.region.Label;
import org.bangxiao.region.PolicyPack;
import org.jspecify.annotations.Nullable;

/**
 * What an application has to show, as its pack orders for the kind of product and of link, and how far that is done.
 *
 * @param items  needed ones first, in the order of the pack; then what is there without need, then what is not needed
 * @param needed how many kinds are needed
 * @param there  how many of those are there and hold
 */
public record Checklist(UUID applicationId, List<Item> items, int needed, int there) {
    /** How far one kind is. */
    public enum State {
        THERE,
        MISSING,
        /** There, and its last day is over. */
        EXPIRED,
        NOT_NEEDED
    }

    /**
     * One kind of paper.
     *
     * @param expires  true where the paper has a last day
     * @param files    newest first; older ones stay as history
     * @param fromFile the paper of the supplier's own file that answers the item, or did until its last day; null where
     *                 there is none, where the item is not needed, or where a file that holds was attached instead
     */
    public record Item(
            String kind,
            Label name,
            boolean expires,
            State state,
            boolean needed,
            List<EvidenceView> files,
            @Nullable DocumentView fromFile) {}

    static Checklist of(
            UUID applicationId,
            PolicyPack pack,
            ApplicationDraft product,
            @Nullable LinkFigures figures,
            List<EvidenceView> files,
            Map<String, DocumentView> filed,
            LocalDate on) {
        Set<String> needed = needed(pack, product, figures);
        List<Item> first = new ArrayList<>();
        List<Item> unasked = new ArrayList<>();
        List<Item> rest = new ArrayList<>();
        for (EvidenceDocument document : pack.documents()) {
            List<EvidenceView> own = files.stream()
                    .filter(file -> file.kind().equals(document.id()))
                    .toList();
            boolean wanted = needed.contains(document.id());
            @Nullable
            DocumentView fromFile =
                    wanted && own.stream().noneMatch(file -> file.holdsOn(on)) ? filed.get(document.id()) : null;
            Item item = new Item(
                    document.id(),
                    document.name(),
                    document.expires(),
                    state(wanted, own, fromFile, on),
                    wanted,
                    own,
                    fromFile);
            (wanted ? first : own.isEmpty() ? rest : unasked).add(item);
        }
        int there =
                (int) first.stream().filter(item -> item.state() == State.THERE).count();
        List<Item> items = new ArrayList<>(first);
        items.addAll(unasked);
        items.addAll(rest);
        return new Checklist(applicationId, List.copyOf(items), first.size(), there);
    }

    /** Kinds that this product needs: of its group, of its link, and for a protected name. */
    static Set<String> needed(PolicyPack pack, ApplicationDraft product, @Nullable LinkFigures figures) {
        Set<String> needed = new LinkedHashSet<>();
        pack.evidenceFor(product.category()).forEach(document -> needed.add(document.id()));
        if (figures != null) {
            LinkChecks.comparable(pack, figures).forEach(criterion -> needed.addAll(criterion.evidence()));
        }
        var indications = pack.application().geographicalIndications();
        if (product.geographicalIndication()
                || indications.usedBy(NameKey.of(product.nameZh())).isPresent()) {
            needed.addAll(indications.evidence());
        }
        return needed;
    }

    /** Kinds that lack. */
    public List<Item> missing() {
        return items.stream()
                .filter(item -> item.needed() && item.state() != State.THERE)
                .toList();
    }

    public boolean complete() {
        return there == needed;
    }

    private static State state(
            boolean wanted, List<EvidenceView> files, @Nullable DocumentView fromFile, LocalDate on) {
        if (files.stream().anyMatch(file -> file.holdsOn(on)) || (fromFile != null && fromFile.holdsOn(on))) {
            return State.THERE;
        }
        return !files.isEmpty() || fromFile != null ? State.EXPIRED : wanted ? State.MISSING : State.NOT_NEEDED;
    }
}
