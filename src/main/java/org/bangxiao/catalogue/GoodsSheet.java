package org.bangxiao.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A supplier's goods on a sheet, before and after it was written. What was read is what is created, updated, unchanged and
 * rejected together.
 *
 * @param confirmedAt when it was written; null before: then the rows say what would come of them now
 */
public record GoodsSheet(
        UUID id,
        String fileName,
        Instant uploadedAt,
        @Nullable Instant confirmedAt,
        int read,
        int created,
        int updated,
        int unchanged,
        int rejected,
        List<Line> rows) {
    /** What comes of a row; the names are part of the JSON contract. */
    public enum Outcome {
        /** A product that was not listed before is. */
        CREATED,
        /** Something of a listing changes. */
        UPDATED,
        /** All is as the row says. */
        UNCHANGED,
        /** Something is wrong with it. */
        REJECTED
    }

    /**
     * One row.
     *
     * @param number as the spreadsheet counts it, the heading being 1
     * @param errors by row and column, e.g. {@code /rows/3/price}, with the value as the last argument
     */
    public record Line(int number, String certificateNumber, Outcome outcome, List<Problem.FieldError> errors) {}

    static GoodsSheet of(UUID id, String fileName, Instant uploadedAt, @Nullable Instant confirmedAt, List<Line> rows) {
        return new GoodsSheet(
                id,
                fileName,
                uploadedAt,
                confirmedAt,
                rows.size(),
                count(rows, Outcome.CREATED),
                count(rows, Outcome.UPDATED),
                count(rows, Outcome.UNCHANGED),
                count(rows, Outcome.REJECTED),
                rows);
    }

    private static int count(List<Line> rows, Outcome outcome) {
        return (int) rows.stream().filter(row -> row.outcome() == outcome).count();
    }
}
