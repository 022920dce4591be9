package org.bangxiao.order;

import java.util.List;
import org.bangxiao.document.CheckedDocument;
import org.jspecify.annotations.Nullable;

/**
 * What a buyer asks for.
 *
 * @param wish    money, or the same goods again
 * @param content what happened, in the buyer's words, at most 1000 characters
 * @param photos  at most {@value Claims#MOST_PHOTOS} pictures
 */
record ClaimDraft(
        Claim.@Nullable Cause cause, Claim.Wish wish, String content, List<Line> lines, List<CheckedDocument> photos) {
    /** @param amountFen less than the price of so many pieces where only part of it is asked back; null for all of it */
    record Line(int lineNo, long quantity, @Nullable Long amountFen) {}
}
