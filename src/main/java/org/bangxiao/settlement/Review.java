package org.bangxiao.settlement;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was found in a prepared run before anybody approves it. Computed once from the frozen shares, when somebody first asks
 * for it: preparing stays as fast as it is, and a review that was cut off leaves nothing behind.
 *
 * @param spikeBasisPoints  how many times what is usual an amount must be to be a spike, 10,000 being once
 * @param spikeLeastFen     a smaller amount of a household is never a spike
 * @param spikeLeastMembers in a pool with fewer members nothing is usual
 * @param beforeNumber      the run that changes are held against: the last one of the province that was finished before; null
 *     for the first
 * @param open              findings without an answer
 * @param digest            lower-case hex over the result, the findings and their answers: what the approver puts a name to
 * @param groups            the findings by code and pool
 */
public record Review(
        UUID settlementId,
        Instant reviewedAt,
        int spikeBasisPoints,
        long spikeLeastFen,
        int spikeLeastMembers,
        @Nullable Integer beforeNumber,
        int findings,
        int open,
        String digest,
        List<Group> groups) {

    /**
     * Findings of one code in one pool.
     *
     * @param code   HOUSEHOLD_IN_TWO_AREAS: credited by a link of another county than that of its registration;
     *     CADRE_RELATIVE: an officer of its area is its head, or declared it a relative's; SPIKE: far above what is usual
     * @param fen    what the households found get in that pool, for SPIKE in the whole run
     * @param answer to all of them together, where there is one
     */
    public record Group(
            String code,
            Pool pool,
            int findings,
            int open,
            long fen,
            @Nullable Answer answer) {}

    /**
     * A pool of the run with its names.
     *
     * @param leg FLOOR or DIVIDEND
     */
    public record Pool(
            long id,
            String leg,
            String productNameZh,
            String productNameEn,
            String organisationNameZh,
            String organisationNameEn) {}

    /**
     * A household that something is odd about, masked.
     *
     * @param fen        what it gets: in the pool, for SPIKE in the whole run
     * @param againstFen for SPIKE: what is usual
     * @param about      HOUSEHOLD_IN_TWO_AREAS: the area of the link; CADRE_RELATIVE: the officer's role, with the relation where
     *     it was declared; SPIKE: EARLIER where its own runs were compared, POOL where the pool's members were
     */
    public record Finding(
            int no,
            String code,
            Pool pool,
            long householdNo,
            String headMasked,
            String villageName,
            String countyCode,
            long fen,
            @Nullable Long againstFen,
            String about,
            @Nullable Answer answer) {}

    /** Why it stands, by somebody who did not prepare the run. */
    public record Answer(String reason, String byName, Instant at) {}

    /**
     * What changed against the run before, the largest first.
     *
     * @param kind    HOUSEHOLD, VILLAGE or COUNTY
     * @param subject the household's number, or the code of the place
     * @param name    the masked head of the household, or the village's name; empty for a county
     */
    public record Change(int no, String kind, long subject, String name, String villageName, long fen, long beforeFen) {
        public long changeFen() {
            return fen - beforeFen;
        }
    }
}
