package org.bangxiao.certification;

import java.util.List;

/**
 * One case as it stands before an officer.
 *
 * @param seen      digest of what is shown, to be sent back with the decision
 * @param changes   what is no longer as it was at the last decision
 * @param overdue   the level's term has passed
 * @param mayDecide it is the reader's turn
 */
record CaseView(
        ApplicationView application,
        Standing standing,
        String seen,
        List<CaseFile> files,
        List<Sight.Change> changes,
        boolean overdue,
        boolean mayDecide) {}
