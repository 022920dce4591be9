package org.bangxiao.certification;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bangxiao.household.CountedBefore;
import org.bangxiao.household.LinkFigures;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an application on a day, from the register, from other applications and from its evidence.
 *
 * @param figures       of the benefit link; null while none is chosen
 * @param countedBefore people of the link whom the scheme counts elsewhere already
 * @param like          prices of like products
 * @param twins         other applications under the same name, of the same supplier or from the same county
 * @param evidence      kinds of documents that are there and hold on the day
 */
record Facts(
        @Nullable LinkFigures figures,
        CountedBefore countedBefore,
        Like like,
        List<Twin> twins,
        Set<String> evidence,
        LocalDate on) {
    /**
     * The median price of certified products of other suppliers of the same variety, and how many they are.
     *
     * @param variety the pack's word for what was compared; null where the name shows none
     * @param median in fen: for one jin where the product is weighed, for one unit where it is not
     */
    record Like(@Nullable String variety, long median, int count) {
        static final Like NOTHING = new Like(null, 0, 0);
    }

    /** Another application under the same name. */
    record Twin(
            UUID applicationId,
            boolean sameSupplier,
            String packageUnit,
            @Nullable Long netWeightGrams) {}
}
