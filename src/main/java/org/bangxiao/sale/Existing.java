package org.bangxiao.sale;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the books hold already under the external ids of a list of drafts. */
final class Existing {
    /** The parts of a sale that make two reports of it the same. */
    record Content(UUID productId, long quantity, long grossFen, Instant soldAt, String channel, List<String> tags) {
        static Content of(SaleDraft draft) {
            return new Content(
                    draft.productId(),
                    draft.quantity(),
                    draft.grossFen(),
                    draft.soldAt(),
                    draft.channel(),
                    draft.tags());
        }
    }

    private final Map<String, Content> byExternalId = new HashMap<>();

    void add(String externalId, Content content) {
        byExternalId.put(externalId, content);
    }

    /** Marks drafts that are in the books, or stand earlier in the same list, as duplicate or conflict. */
    void judgeRepetitions(List<SaleDraft> drafts, @Nullable Verdict[] verdicts) {
        for (int i = 0; i < drafts.size(); i++) {
            SaleDraft draft = drafts.get(i);
            Content before = byExternalId.get(draft.externalId());
            if (before != null) {
                verdicts[i] = before.equals(Content.of(draft)) ? Verdict.DUPLICATE : Verdict.CONFLICT;
            } else {
                byExternalId.put(draft.externalId(), Content.of(draft));
            }
        }
    }
}
