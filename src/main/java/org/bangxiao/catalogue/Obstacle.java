package org.bangxiao.catalogue;

/** Why a listing may not be sold now; the first that applies. */
public enum Obstacle {
    /** Its supplier took it from sale. */
    WITHDRAWN,
    /** Its supplier may not sell at present. */
    SUPPLIER,
    /** The last day on which it could be ordered in advance is over. */
    PRESALE,
    /** Its certificate does not hold at present. */
    CERTIFICATE
}
