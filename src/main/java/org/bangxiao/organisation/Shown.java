package org.bangxiao.organisation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.bangxiao.region.EvidenceDocument;
import org.bangxiao.region.Label;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.jspecify.annotations.Nullable;

/** What the pages of this room put before the reader. */
final class Shown {
    /** A document whose last day is as near as this is shown as ending. */
    private static final int SOON_DAYS = 30;

    /** One choice of a form. */
    record Choice(String value, String zh, String en) {}

    /** The counties of one region. */
    record Region(Label name, List<Choice> counties) {}

    /**
     * A kind of document and what is held of it.
     *
     * @param state missing, welcome (not there and not asked for), waiting, good, soon, expired or refused
     * @param badge how the state is coloured
     */
    record Paper(
            String kind,
            Label name,
            boolean expires,
            boolean required,
            String state,
            String badge,
            @Nullable LocalDate until,
            List<DocumentView> held) {
        boolean due() {
            return !state.equals("good") && !state.equals("waiting");
        }
    }

    private Shown() {}

    static List<Region> regions(List<PolicyPack> packs) {
        return packs.stream()
                .map(pack -> new Region(
                        pack.name(),
                        pack.counties().stream()
                                .map(county -> new Choice(
                                        county.code(),
                                        county.prefecture().zh() + " "
                                                + county.name().zh(),
                                        county.name().en() + ", "
                                                + county.prefecture().en()))
                                .toList()))
                .toList();
    }

    static Label area(PolicyPacks packs, SupplierView view) {
        return packs.forArea(view.areaCode())
                .flatMap(pack -> pack.areaName(view.areaCode()))
                .orElse(new Label(view.areaCode(), view.areaCode()));
    }

    /** Each required kind in the order of the pack, then whatever else is held or may be kept. */
    static List<Paper> papers(PolicyPack pack, SupplierView view, List<DocumentView> held, LocalDate today) {
        List<Paper> papers = new ArrayList<>();
        List<EvidenceDocument> asked = pack.documentsOfSupplier(view.kind().name());
        asked.forEach(kind -> papers.add(paper(kind, true, held, today)));
        List<EvidenceDocument> welcome = pack.documentsToKeep(view.kind().name());
        pack.documents().stream()
                .filter(kind -> !asked.contains(kind))
                .filter(kind -> welcome.contains(kind)
                        || held.stream().anyMatch(one -> one.kind().equals(kind.id())))
                .forEach(kind -> papers.add(paper(kind, view.required().contains(kind.id()), held, today)));
        return papers;
    }

    private static Paper paper(EvidenceDocument kind, boolean required, List<DocumentView> all, LocalDate today) {
        List<DocumentView> held =
                all.stream().filter(one -> one.kind().equals(kind.id())).toList();
        boolean waiting = held.stream().anyMatch(one -> one.state() == DocumentView.State.WAITING);
        boolean good = held.stream().anyMatch(one -> one.holdsOn(today));
        boolean everGood = held.stream().anyMatch(one -> one.state() == DocumentView.State.CONFIRMED);
        LocalDate until = good ? lastDay(held, today) : null;
        String state = good
                ? until != null && until.isBefore(today.plusDays(SOON_DAYS)) ? "soon" : "good"
                : waiting
                        ? "waiting"
                        : everGood ? "expired" : !held.isEmpty() ? "refused" : required ? "missing" : "welcome";
        String badge = switch (state) {
            case "good" -> "good";
            case "waiting" -> "info";
            case "missing", "welcome" -> "plain";
            default -> "warm";
        };
        return new Paper(kind.id(), kind.name(), kind.expires(), required, state, badge, until, held);
    }

    private static @Nullable LocalDate lastDay(List<DocumentView> held, LocalDate today) {
        LocalDate last = null;
        for (DocumentView one : held) {
            if (one.holdsOn(today)) {
                LocalDate to = one.expiresOn();
                if (to == null) {
                    return null;
                }
                last = last == null || to.isAfter(last) ? to : last;
            }
        }
        return last;
    }
}
