package org.bangxiao.organisation;

/** Where a supplier stands with its county. */
public enum SupplierState {
    /** Being filled in. */
    DRAFT,
    /** Handed in, waiting for the county. */
    REGISTERED,
    /** Sent back with a reason. */
    RETURNED,
    CONFIRMED,
    SUSPENDED;

    boolean editable() {
        return this == DRAFT || this == RETURNED;
    }

    /** True once the county has let it in. */
    public boolean letIn() {
        return this == CONFIRMED || this == SUSPENDED;
    }
}
