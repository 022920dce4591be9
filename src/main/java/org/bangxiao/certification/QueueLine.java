package org.bangxiao.certification;

/**
 * One case of a queue.
 *
 * @param seen      digest of the case, sent back with a decision
 * @param overdue   the level's term has passed
 * @param mayDecide it is the reader's turn
 * @param mayBatch  and the pack that the case is pinned to lets it pass with others
 */
record QueueLine(
        ApplicationView application,
        String supplierZh,
        String supplierEn,
        Standing standing,
        String seen,
        boolean overdue,
        boolean mayDecide,
        boolean mayBatch) {
    QueueLine named(String zh, String en) {
        return new QueueLine(application, zh, en, standing, seen, overdue, mayDecide, mayBatch);
    }
}
