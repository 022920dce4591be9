package org.bangxiao.certification;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.bangxiao.region.Label;
import org.jspecify.annotations.Nullable;

/**
 * One thing the machine looked at, with the figure it saw, the threshold, and where rule and figure come from.
 *
 * @param id        what was looked at: {@code exclusion}, {@code origin}, {@code link}, {@code people}, {@code price},
 *                  {@code bulk}, {@code value}, {@code area}, {@code lots}, {@code name}, {@code duplicate} or
 *                  {@code evidence}
 * @param variant   which sentence says it: {@code certification.check.<id>.<variant>} with subject and figures
 * @param rule      the pack's words
 * @param sources   of the rule, as the pack names them
 * @param subject   what the sentence speaks of, as {0}
 * @param figures   as they are read, {1} and following
 * @param criterion id of the link criterion that was compared
 * @param on        day of the figures
 * @param code      stable, for programs: id and variant, e.g. {@code price-outside}
 * @param outcome   how a program should take it
 * @param threshold what the figure was measured by, as it is read; empty where nothing is measured
 */
public record Check(
        String id,
        Result result,
        String variant,
        Label rule,
        List<String> sources,
        Label subject,
        List<String> figures,
        @Nullable String criterion,
        LocalDate on,
        String code,
        Outcome outcome,
        String threshold) {
    /** How it came out. */
    public enum Result {
        MET,
        /** The scheme forbids a pass. */
        NOT_MET,
        /** The officer should look twice. */
        REMARK,
        /** Nothing to compare with. */
        OPEN;

        Outcome outcome() {
            return switch (this) {
                case MET -> Outcome.PASS;
                case OPEN -> Outcome.NONE;
                case REMARK -> Outcome.WARN;
                case NOT_MET -> Outcome.FAIL;
            };
        }
    }

    /** What follows from it. */
    public enum Outcome {
        PASS,
        WARN,
        FAIL,
        /** Nothing was compared: neither for nor against. */
        NONE
    }

    // What was frozen before these three were kept is read back without them.
    public Check {
        code = code == null ? id + "-" + variant.toLowerCase(Locale.ROOT) : code;
        // A check that compared nothing was once kept as passed.
        outcome = outcome == null || result == Result.OPEN ? result.outcome() : outcome;
        threshold = threshold == null ? "" : threshold;
    }

    static Check of(
            String id, Result result, String variant, Rule rule, Label subject, List<String> figures, LocalDate on) {
        return new Check(
                id,
                result,
                variant,
                rule.words(),
                rule.sources(),
                subject,
                figures,
                rule.criterion(),
                on,
                id + "-" + variant.toLowerCase(Locale.ROOT),
                result.outcome(),
                rule.threshold());
    }

    /** What something is measured by. */
    record Rule(
            Label words,
            List<String> sources,
            String threshold,
            @Nullable String criterion) {
        Rule(Label words, List<String> sources) {
            this(words, sources, "", null);
        }

        Rule measuring(String by) {
            return new Rule(words, sources, by, criterion);
        }
    }

    public String messageKey() {
        return "certification.check." + id + "." + variant;
    }
}
