package org.bangxiao.certification;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bangxiao.kernel.Problem.FieldError;
import org.jspecify.annotations.Nullable;

/**
 * A sheet of products before and after it was made into drafts.
 *
 * @param good        rows that make a draft
 * @param faulty      rows that do not, to be mended in the correction file
 * @param confirmedAt when the drafts were made; null before
 * @param drafts      how many there are
 */
public record SheetView(
        UUID id,
        String fileName,
        Instant uploadedAt,
        int good,
        int faulty,
        @Nullable Instant confirmedAt,
        int drafts,
        List<Line> rows) {
    /**
     * One row.
     *
     * @param number as the spreadsheet counts it
     * @param errors by row and column, e.g. {@code /rows/3/priceFen}
     * @param gaps   fields that the draft still lacks
     */
    public record Line(int number, ApplicationDraft product, List<FieldError> errors, int gaps) {}
}
