package org.bangxiao.certification;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.web.Messages;
import org.bangxiao.region.Label;
import org.bangxiao.region.Level;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.ReviewStep;
import org.jspecify.annotations.Nullable;

/** What the pages of this room put before the reader, in the reader's language. */
final class Shown {
    static final Label NOTHING = new Label("", "");

    private static final int VERSION_SHOWN = 12;

    /** One choice of a form. */
    record Choice(String value, String zh, String en) {}

    /** One step of the way, as {@code tags/steps.html} wants it: done, current, stopped or open. */
    record Step(String label, @Nullable String note, String state) {}

    /** One of the machine's checks as sentences. */
    record Finding(
            String label,
            String result,
            boolean met,
            boolean failed,
            boolean open,
            String sentence,
            String rule,
            String threshold,
            String figureSource,
            LocalDate on,
            List<String> sources) {}

    /** One decision; the level speaks, not the person. */
    record Decided(
            String step,
            String level,
            DecisionOutcome outcome,
            String reason,
            @Nullable String seen,
            Instant at) {}

    /** One line of a list of applications. */
    record Line(
            UUID id,
            String nameZh,
            String nameEn,
            String supplierZh,
            String supplierEn,
            Label county,
            ApplicationState state,
            Label step,
            @Nullable LocalDate noticeEndsOn,
            Instant createdAt,
            long waitingDays,
            boolean due) {}

    /** A whole application. */
    record Case(
            UUID id,
            int version,
            String nameZh,
            String nameEn,
            String supplierZh,
            String supplierEn,
            Label category,
            Label county,
            ApplicationDraft product,
            long yearlyValueFen,
            int feeBasisPoints,
            ApplicationState state,
            String reasonZh,
            String reasonEn,
            @Nullable LocalDate noticeEndsOn,
            String packVersion,
            @Nullable String certificateNumber,
            boolean demo,
            List<Step> steps,
            List<Finding> findings,
            List<Decided> decisions) {}

    /**
     * How long a notice stands.
     *
     * @param calendar     {@code WORKING} or {@code NATURAL}
     * @param assumed      whether no source proves the number of days
     * @param unknownYears of which no holidays are known, so that only weekends were left out
     */
    record Term(int days, String calendar, boolean assumed, List<Integer> unknownYears) {}

    /** A notice or an announcement. */
    record Posted(
            UUID id,
            boolean announcement,
            String href,
            NoticeView.State state,
            boolean open,
            String nameZh,
            String nameEn,
            String supplierZh,
            String supplierEn,
            Label county,
            Label category,
            Label step,
            Label criterion,
            Instant postedAt,
            @Nullable LocalDate endsOn,
            @Nullable Term term,
            String unit,
            long priceFen,
            long yearlyCapacity,
            @Nullable String certificateNumber,
            boolean demo,
            Label word) {}

    private Shown() {}

    static Line line(ApplicationLine line, Optional<PolicyPack> pack, Instant now, int dueAfterDays) {
        long waiting = Duration.between(line.stepEnteredAt(), now).toDays();
        return new Line(
                line.id(),
                line.nameZh(),
                line.nameEn(),
                line.organisationZh(),
                line.organisationEn(),
                area(pack, line.countyCode()),
                line.state(),
                stepName(pack, line.step()),
                line.noticeEndsOn(),
                line.createdAt(),
                waiting,
                line.state() == ApplicationState.IN_REVIEW && waiting >= dueAfterDays);
    }

    static Case whole(ApplicationView view, PolicyPack pack, Label supplier, String language) {
        ApplicationDraft product = view.product();
        return new Case(
                view.id(),
                view.version(),
                product.nameZh(),
                String.valueOf(product.nameEn()),
                supplier.zh(),
                supplier.en(),
                category(Optional.of(pack), product.category()),
                area(Optional.of(pack), product.countyCode()),
                product,
                Math.multiplyExact(product.priceFen(), product.yearlyCapacity()),
                view.feeBasisPoints(),
                view.state(),
                view.reasonZh(),
                view.reasonEn(),
                view.noticeEndsOn(),
                view.packVersion().substring(0, VERSION_SHOWN),
                view.certificateNumber(),
                view.demo(),
                steps(view, pack, language),
                view.checks().stream().map(check -> finding(check, language)).toList(),
                view.decisions().stream()
                        .map(decision -> decided(decision, pack, language))
                        .toList());
    }

    static Posted posted(NoticeView notice, Optional<PolicyPack> pack) {
        String criterion = notice.criterion();
        return new Posted(
                notice.id(),
                notice.announcement(),
                (notice.announcement() ? "/announcements/" : "/notices/") + notice.id(),
                notice.state(),
                notice.takesObjections(),
                notice.nameZh(),
                notice.nameEn(),
                notice.organisationZh(),
                notice.organisationEn(),
                area(pack, notice.countyCode()),
                category(pack, notice.category()),
                stepName(pack, notice.step()),
                criterion == null
                        ? NOTHING
                        : pack.flatMap(of -> of.criterion(criterion))
                                .map(found -> found.name())
                                .orElse(NOTHING),
                notice.postedAt(),
                notice.endsOn(),
                pack.flatMap(of -> term(notice, of)).orElse(null),
                notice.packageUnit(),
                notice.priceFen(),
                notice.yearlyCapacity(),
                notice.certificateNumber(),
                notice.demo(),
                word(pack, BusinessClock.dayOf(notice.postedAt())));
    }

    /** What certified goods were called on that day. */
    static Label word(Optional<PolicyPack> pack, LocalDate day) {
        return pack.map(of -> of.wordsOn(day).product()).orElse(NOTHING);
    }

    private static Optional<Term> term(NoticeView notice, PolicyPack pack) {
        LocalDate ends = notice.endsOn();
        return pack.reviewSteps().stream()
                .filter(step -> step.id().equals(notice.step()))
                .findFirst()
                .flatMap(step -> {
                    Integer days = step.days();
                    ReviewStep.DayCount calendar = step.calendar();
                    if (ends == null || days == null || calendar == null) {
                        return Optional.empty();
                    }
                    List<Integer> unknown = calendar == ReviewStep.DayCount.NATURAL
                            ? List.of()
                            : pack.workingDays().unknownYears(BusinessClock.dayOf(notice.postedAt()), ends);
                    return Optional.of(new Term(days, calendar.name(), step.assumption() != null, unknown));
                });
    }

    static Finding finding(Check check, String language) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(check.subject().in(language));
        arguments.addAll(check.figures());
        return new Finding(
                Messages.get(language, "certification.check." + check.id()),
                Messages.get(language, "certification.result." + check.result()),
                check.result() == Check.Result.MET,
                check.result() == Check.Result.NOT_MET,
                check.result() == Check.Result.OPEN,
                Messages.get(language, check.messageKey(), arguments.toArray()),
                check.rule().in(language),
                check.threshold(),
                Messages.get(language, "certification.figure-source." + check.id()),
                check.on(),
                check.sources());
    }

    static Label area(Optional<PolicyPack> pack, String code) {
        return pack.flatMap(of -> of.areaName(code)).orElse(new Label(code, code));
    }

    static Label category(Optional<PolicyPack> pack, String id) {
        return pack.flatMap(of -> of.category(id)).map(found -> found.name()).orElse(new Label(id, id));
    }

    /** Nothing for a step that this pack does not know. */
    static Label stepName(Optional<PolicyPack> pack, @Nullable String id) {
        return pack.flatMap(of -> of.reviewSteps().stream()
                        .filter(step -> step.id().equals(id))
                        .findFirst())
                .map(ReviewStep::name)
                .orElse(NOTHING);
    }

    private static List<Step> steps(ApplicationView view, PolicyPack pack, String language) {
        List<Step> steps = new ArrayList<>();
        boolean before = view.step() != null;
        boolean stopped = view.state() == ApplicationState.REJECTED
                || view.state() == ApplicationState.RETURNED
                || view.state() == ApplicationState.WITHDRAWN;
        for (ReviewStep step : pack.reviewSteps()) {
            boolean here = step.id().equals(view.step());
            String state = before && !here ? "done" : "open";
            String note = null;
            if (here) {
                before = false;
                state = view.state() == ApplicationState.CERTIFIED ? "done" : stopped ? "stopped" : "current";
                note = Messages.get(language, "application.state." + view.state());
            }
            steps.add(new Step(step.name().in(language), note, state));
        }
        return steps;
    }

    private static Decided decided(DecisionView decision, PolicyPack pack, String language) {
        String seen = decision.seen();
        String level = pack.levels().stream()
                .filter(one -> one.id().equals(decision.level()))
                .findFirst()
                .map(Level::name)
                .orElse(NOTHING)
                .in(language);
        return new Decided(
                stepName(Optional.of(pack), decision.step()).in(language),
                level,
                decision.outcome(),
                decision.reason(),
                seen == null ? null : seen.substring(0, VERSION_SHOWN),
                decision.decidedAt());
    }
}
