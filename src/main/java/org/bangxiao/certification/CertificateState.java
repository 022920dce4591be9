package org.bangxiao.certification;

/** What a certificate is worth on a day. Only {@code VALID} lets its product be sold under the mark. */
public enum CertificateState {
    VALID,
    SUSPENDED,
    REVOKED,
    /** Its last day has passed; never stored, always computed from the day. */
    EXPIRED
}
