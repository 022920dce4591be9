package org.bangxiao.certification;

/** Where an application stands. */
public enum ApplicationState {
    /** The supplier still writes. */
    DRAFT,
    /** An officer's turn, at the step the application names. */
    IN_REVIEW,
    /** Posted publicly; objections are taken until the last day is over. */
    ON_NOTICE,
    /** Posted, and an objection is open: the days of the notice stand still. */
    OBJECTED,
    /** Back with the supplier, who may change it and submit again. */
    RETURNED,
    REJECTED,
    WITHDRAWN,
    CERTIFIED;

    /** True while the supplier may change it. */
    public boolean editable() {
        return this == DRAFT || this == RETURNED;
    }

    /** True once nothing happens to it any more. */
    public boolean closed() {
        return this == REJECTED || this == WITHDRAWN || this == CERTIFIED;
    }
}
