package org.bangxiao.certification;

/**
 * One case of a queue.
 *
 * @param seen      digest of the case, sent back with a decision
 * @param overdue   the level's term has passed
 * @param mayDecide it is the reader's turn
 */
record QueueLine(
        ApplicationView application,
        String supplierZh,
        String supplierEn,
        Standing standing,
        String seen,
        boolean overdue,
        boolean mayDecide) {
    QueueLine named(String zh, String en) {
        return new QueueLine(application, zh, en, standing, seen, overdue, mayDecide);
    }
}
