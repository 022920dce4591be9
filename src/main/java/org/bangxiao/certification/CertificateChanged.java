package org.bangxiao.certification;

import java.util.UUID;

/** Told to every room of this service when a certificate was stopped, lifted, taken back, renewed or written anew. */
public record CertificateChanged(UUID productId) {}
