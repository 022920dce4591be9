package org.bangxiao.household;

/** What wages are paid for. */
public enum WorkUnit {
    /** Recorded in minutes. */
    HOUR,
    PIECE
}
