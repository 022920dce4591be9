package org.bangxiao.certification;

/** What an officer decided; everything but a pass needs a reason. */
public enum DecisionOutcome {
    PASS,
    /** More papers or other facts are wanted: back to the supplier. */
    RETURN,
    REJECT,
    OBJECTION_DISMISSED,
    OBJECTION_UPHELD
}
