package org.bangxiao.order;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.bangxiao.order.Claim.Cause;
import org.bangxiao.order.Claim.State;
import org.bangxiao.order.ClaimRepository.Part;
import org.bangxiao.order.ClaimRepository.PartLine;
import org.bangxiao.platform.Ids;
import org.bangxiao.region.AfterSales;
import org.bangxiao.sale.Refunds;
import org.jspecify.annotations.Nullable;

/**
 * What may still be asked of an order, and on which terms.
 *
 * @param left  by line number the pieces, and what the buyer paid for them, that no refund has taken back yet
 * @param fresh numbers of the lines that hold fresh goods
 */
record ClaimTerms(Part part, Map<Integer, Refunds.Left> left, Set<Integer> fresh, AfterSales terms, String countyCode) {
    private static final int CONTENT_MAX = 1_000;

    /** Whether nothing was sent yet. */
    public boolean unsent() {
        return part.state().equals("PAID");
    }

    /**
     * Whether what is given up now is given up at once: nothing was sent, and its supplier has not said that it will be. A
     * visit has a time of its own until which it is cancelled for nothing.
     */
    public boolean atOnce() {
        return unsent() && !part.accepted() && !part.visit();
    }

    /** What is left of a line. */
    public Refunds.Left leftOf(PartLine line) {
        return left.getOrDefault(line.lineNo(), new Refunds.Left(0, 0));
    }

    /** Until when a line may be asked for; null while it has not arrived. */
    @Nullable
    Instant until(boolean ofFresh) {
        Instant received = part.receivedAt();
        return received == null ? null : terms.window(ofFresh, received);
    }

    /** What a draft asks for, line by line; part of the price takes no piece back. */
    List<Claim.Line> lines(ClaimDraft draft) {
        if (draft.lines().isEmpty()) {
            throw Problem.field("/lines", "field-required");
        }
        Set<Integer> seen = new HashSet<>();
        List<Claim.Line> lines = new ArrayList<>();
        for (ClaimDraft.Line asked : draft.lines()) {
            PartLine line = part.lines().stream()
                    .filter(each -> each.lineNo() == asked.lineNo())
                    .findFirst()
                    .filter(each -> seen.add(each.lineNo()))
                    .orElseThrow(() -> Problem.field("/lines", "field-invalid", asked.lineNo()));
            Refunds.Left left = leftOf(line);
            if (asked.quantity() < 1 || asked.quantity() > left.units()) {
                throw ClaimProblems.quantity(line.lineNo(), left.units());
            }
            long whole =
                    asked.quantity() == left.units() ? left.fen() : Math.min(line.costs(asked.quantity()), left.fen());
            Long some = asked.amountFen();
            long fen = some == null ? whole : some;
            if (fen < 1 || fen > whole) {
                throw ClaimProblems.amount(line.lineNo(), whole);
            }
            lines.add(new Claim.Line(
                    line.lineNo(),
                    line.listingId(),
                    line.nameZh(),
                    line.nameEn(),
                    line.unit(),
                    asked.quantity(),
                    fen == whole ? asked.quantity() : 0,
                    fen,
                    line.saleId()));
        }
        return lines;
    }

    /** The cause, where it fits the goods, the time and the pictures; else every field that is wrong. */
    Cause cause(ClaimDraft draft, List<Claim.Line> lines, Instant now) {
        long freshLines =
                lines.stream().filter(line -> fresh.contains(line.lineNo())).count();
        Cause cause = draft.cause();
        List<Problem.FieldError> faults = faults(draft, cause, freshLines > 0);
        if (cause == null || !faults.isEmpty()) {
            throw Problem.fields(faults);
        }
        if (cause == Cause.NOT_SENT && draft.wish() == Claim.Wish.MONEY) {
            requireWholePrice(lines);
            return cause;
        }
        if (draft.wish() == Claim.Wish.EXCHANGE && !exchangeable(cause, lines)) {
            throw ClaimProblems.exchange();
        }
        if (freshLines > 0 && freshLines < lines.size()) {
            throw ClaimProblems.mixed();
        }
        Instant until = until(freshLines > 0);
        if (until != null && now.isAfter(until)) {
            throw ClaimProblems.windowOver(until);
        }
        return cause;
    }

    /** Whole pieces that were sent and were not what was bought. */
    private boolean exchangeable(Cause cause, List<Claim.Line> lines) {
        return cause != Cause.NOT_SENT
                && cause != Cause.CHANGED_MIND
                && part.lines().stream().allMatch(line -> line.due() == 0)
                && lines.stream().allMatch(line -> line.units() == line.quantity());
    }

    private List<Problem.FieldError> faults(ClaimDraft draft, @Nullable Cause cause, boolean anyFresh) {
        List<Problem> faults = new ArrayList<>();
        if (cause == null
                || (cause == Cause.NOT_SENT) != unsent()
                || (cause == Cause.CHANGED_MIND && (anyFresh || part.visit()))) {
            faults.add(ClaimProblems.cause());
        }
        if (draft.content().length() > CONTENT_MAX) {
            faults.add(Problem.field("/content", "field-too-long", CONTENT_MAX));
        }
        if (draft.content().isBlank() && cause != Cause.NOT_SENT && cause != Cause.CHANGED_MIND) {
            faults.add(Problem.field("/content", "field-required"));
        }
        if (draft.photos().size() > Claims.MOST_PHOTOS
                || (cause != null && cause.needsPhoto() && draft.photos().isEmpty())) {
            faults.add(ClaimProblems.photo());
        }
        return faults.stream().flatMap(fault -> fault.errors().stream()).toList();
    }

    /** Of what is not sent nothing can be wrong: each piece is paid back as it was paid for. */
    private static void requireWholePrice(List<Claim.Line> lines) {
        if (lines.stream().anyMatch(line -> line.units() != line.quantity())) {
            throw ClaimProblems.wholePrice();
        }
    }

    private boolean all(List<Claim.Line> lines) {
        return lines.stream().mapToLong(Claim.Line::units).sum()
                == left.values().stream().mapToLong(Refunds.Left::units).sum();
    }

    /** The claim as it is asked now. */
    Claim claim(
            String number, ClaimDraft draft, Cause cause, List<Claim.Line> lines, @Nullable UUID account, Instant now) {
        boolean ofFresh = lines.stream().anyMatch(line -> fresh.contains(line.lineNo()));
        return new Claim(
                Ids.next(),
                number,
                part.purchaseId(),
                part.id(),
                part.number(),
                part.state(),
                part.organisationId(),
                "",
                "",
                countyCode,
                cause,
                draft.content().strip(),
                !ofFresh && !part.visit() && cause != Cause.NOT_SENT && cause != Cause.MISSING,
                draft.wish(),
                State.ASKED,
                lines.stream().mapToLong(Claim.Line::amountFen).reduce(0, Math::addExact),
                null,
                0,
                part.freightFen(),
                cause == Cause.NOT_SENT && all(lines),
                null,
                null,
                null,
                terms.answerHours(),
                terms.decideHours(),
                terms.returnDays(),
                now.plus(Duration.ofHours(terms.answerHours())),
                account,
                now,
                lines,
                draft.photos().stream().map(photo -> photo.facts().sha256()).toList(),
                List.of());
    }
}
