package org.bangxiao.household;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.platform.Digests;
import org.jspecify.annotations.Nullable;

/**
 * One version of what a supplier owes the members of a link, in force from {@code figures.validFrom} up to (not including)
 * {@code validTo} once it is active.
 *
 * @param sha256 digest, in hex, of {@link #canonicalText}, which both persons put their name to
 * @param remark why it was returned, or null
 */
public record Terms(
        UUID id,
        UUID linkId,
        LinkKind kind,
        int version,
        State state,
        TermsDraft figures,
        @Nullable LocalDate validTo,
        String sha256,
        String preparedBy,
        Instant preparedAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String remark) {
    /** Prepared, then approved or returned; a returned one may be prepared again; withdrawn by who prepared it. */
    public enum State {
        PREPARED,
        RETURNED,
        WITHDRAWN,
        ACTIVE;

        /** Whether it may still be changed. */
        public boolean open() {
            return this == PREPARED || this == RETURNED;
        }
    }

    public long rateFen() {
        return Objects.requireNonNullElse(figures.rateFen(), 0L);
    }

    public int basisPoints() {
        return Objects.requireNonNullElse(figures.basisPoints(), 0);
    }

    /** What records of it are written in: {@code HOUR}, {@code PIECE} or {@code GRAM}. */
    public String measure() {
        WorkUnit unit = figures.workUnit();
        return unit == null ? "GRAM" : unit.name();
    }

    public LocalDate validFrom() {
        return Objects.requireNonNull(figures.validFrom());
    }

    public boolean inForceOn(LocalDate day) {
        return state == State.ACTIVE && !day.isBefore(validFrom()) && (validTo == null || day.isBefore(validTo));
    }

    /** Whether a period of a dividend closes with this month, given as yyyymm. */
    public boolean closes(int month) {
        return month % 100 % Objects.requireNonNullElse(figures.periodMonths(), 1) == 0;
    }

    /** What the digest is taken of, UTF-8, one line each: the last day is not part of it, a later version sets that. */
    static String canonicalText(UUID linkId, LinkKind kind, int version, TermsDraft draft) {
        return """
                bangxiao terms 1
                link=%s
                kind=%s
                version=%d
                work-unit=%s
                rate-fen=%d
                basis-points=%s
                period-months=%s
                yield-basis-points=%s
                project=%s
                rule=%s
                leaves-to=%s
                valid-from=%s
                """.formatted(
                        linkId,
                        kind,
                        version,
                        orNone(draft.workUnit()),
                        draft.rateFen(),
                        orNone(draft.basisPoints()),
                        orNone(draft.periodMonths()),
                        orNone(draft.yieldBasisPoints()),
                        orNone(draft.project()),
                        orNone(draft.rule()),
                        draft.leavesTo(),
                        draft.validFrom());
    }

    static String digest(UUID linkId, LinkKind kind, int version, TermsDraft draft) {
        return HexFormat.of().formatHex(Digests.sha256(canonicalText(linkId, kind, version, draft)));
    }

    private static Object orNone(@Nullable Object value) {
        return value == null ? "" : value;
    }
}
