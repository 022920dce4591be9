package org.bangxiao.certification;

import java.util.List;
import org.bangxiao.kernel.Problem.FieldError;

/**
 * One row of a sheet as it was read.
 *
 * @param number as the spreadsheet counts it, the heading being 1
 * @param cells  as they were written, in the order of the heading
 * @param draft  what can be kept
 * @param errors what is wrong, by column: pointers such as {@code /rows/3/priceFen}; a row with errors makes no draft
 * @param gaps   how many fields the draft still lacks before it can be handed in
 */
record SheetRow(int number, List<String> cells, ApplicationDraft draft, List<FieldError> errors, int gaps) {
    boolean good() {
        return errors.isEmpty();
    }
}
