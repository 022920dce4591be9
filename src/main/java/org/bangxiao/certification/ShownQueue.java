package org.bangxiao.certification;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bangxiao.kernel.Money;
import org.bangxiao.platform.web.Messages;
import org.bangxiao.region.EvidenceDocument;
import org.bangxiao.region.Label;
import org.bangxiao.region.PolicyPack;
import org.jspecify.annotations.Nullable;

/** What the queue and the case put before an officer, in the officer's language. */
final class ShownQueue {
    private static final int ID_SHOWN = 8;

    /** One case of the queue; {@code chosen} is what its box sends. */
    record Row(
            UUID id,
            String href,
            String chosen,
            String nameZh,
            String nameEn,
            String supplierZh,
            String supplierEn,
            Label county,
            Label category,
            Label step,
            ApplicationState state,
            @Nullable LocalDate dueOn,
            @Nullable LocalDate noticeEndsOn,
            boolean overdue,
            boolean escalated,
            boolean supervised,
            boolean unsoldStock,
            long waitingDays,
            String findings,
            List<Shown.Finding> checks,
            boolean batch) {}

    /** One field that is no longer what it was. */
    record Changed(String label, String before, String after) {}

    /** One point to mend. */
    record Mend(String about, String label, String text) {}

    private ShownQueue() {}

    static Row row(QueueLine line, Optional<PolicyPack> pack, Instant now, String query, String language) {
        ApplicationView view = line.application();
        String nameEn = view.product().nameEn();
        return new Row(
                view.id(),
                "/desk/applications/" + view.id() + query,
                view.id() + ":" + view.version() + ":" + line.seen(),
                view.product().nameZh(),
                nameEn == null ? "" : nameEn,
                line.supplierZh(),
                line.supplierEn(),
                Shown.area(pack, view.product().countyCode()),
                Shown.category(pack, view.product().category()),
                Shown.stepName(pack, view.step()),
                view.state(),
                line.standing().dueOn(),
                view.noticeEndsOn(),
                line.overdue(),
                line.standing().escalatedAt() != null,
                line.standing().supervised(),
                line.standing().unsoldStock(),
                Math.max(0, Duration.between(view.stepEnteredAt(), now).toDays()),
                line.standing().findings(),
                view.checks().stream()
                        .map(check -> Shown.finding(check, language))
                        .toList(),
                line.mayBatch());
    }

    static Changed changed(Sight.Change change, PolicyPack pack, String language) {
        return new Changed(
                label(change.field(), pack, language),
                value(change.field(), change.before(), pack, language),
                value(change.field(), change.after(), pack, language));
    }

    /** What a renewal or a change asks to be otherwise than the certificate says. */
    static List<Changed> changed(FollowUp followUp, PolicyPack pack, String language) {
        return followUp.changed().stream()
                .map(one -> changed(new Sight.Change(one.field(), one.before(), one.after()), pack, language))
                .toList();
    }

    static Mend mend(Point point, PolicyPack pack, String language) {
        return new Mend(point.about(), label(point.about(), pack, language), point.text());
    }

    /** What a point or a change speaks of: a document of the pack, a field, or the whole. */
    static String label(String about, PolicyPack pack, String language) {
        if (about.startsWith(Point.EVIDENCE)) {
            String document = about.substring(Point.EVIDENCE.length());
            return pack.documents().stream()
                    .filter(one -> one.id().equals(document))
                    .findFirst()
                    .map(EvidenceDocument::name)
                    .orElse(new Label(document, document))
                    .in(language);
        }
        String key = "case.field." + (about.isEmpty() ? "whole" : about);
        return Messages.has(key) ? Messages.get(language, key) : about;
    }

    private static String value(String field, @Nullable String value, PolicyPack pack, String language) {
        if (value == null || value.isEmpty()) {
            return "—";
        }
        if (field.endsWith("Fen") || field.endsWith("FenPerUnit")) {
            return "¥" + Money.yuan(Long.parseLong(value));
        }
        if (field.endsWith("BasisPoints")) {
            return Money.yuan(Long.parseLong(value)) + "%";
        }
        return switch (field) {
            case "category" -> Shown.category(Optional.of(pack), value).in(language);
            case "countyCode" -> Shown.area(Optional.of(pack), value).in(language);
            case "linkId" -> "…" + value.substring(Math.max(0, value.length() - ID_SHOWN));
            case "harvestMonths" -> value.replaceAll("[\\[\\] ]", "").replace(",", " ");
            case "rawLots" -> RawLots.parse(value).stream().map(RawLot::what).collect(Collectors.joining(" · "));
            case "perishable", "geographicalIndication" -> Messages.get(language, "case.flag." + value);
            default -> value;
        };
    }
}
