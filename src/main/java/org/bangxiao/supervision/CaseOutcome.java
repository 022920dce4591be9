package org.bangxiao.supervision;

/** How a case of the watch ends. */
public enum CaseOutcome {
    /** Nothing was wrong, with the reason. */
    DISMISSED,
    /** The supplier has to mend something by a day. */
    MEASURE_ORDERED,
    /** The product's certificate is suspended until further notice. */
    CERTIFICATE_SUSPENDED,
    /** Somebody goes and looks, unannounced. */
    INSPECTION_ORDERED
}
