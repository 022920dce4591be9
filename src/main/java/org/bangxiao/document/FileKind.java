package org.bangxiao.document;

import java.nio.charset.StandardCharsets;

/** What a file is by its first bytes; its name and what the sender calls it do not count. */
enum FileKind {
    JPEG,
    PNG,
    WEBP,
    PDF;

    private static final byte[] JPEG_START = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
    private static final byte[] PNG_START = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte[] RIFF = "RIFF".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] WEBP_START = "WEBP".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PDF_START = "%PDF-".getBytes(StandardCharsets.US_ASCII);

    /** The kind, or {@code document-kind-unknown}. */
    static FileKind of(byte[] file) {
        if (Bytes.at(file, 0, JPEG_START)) {
            return JPEG;
        }
        if (Bytes.at(file, 0, PNG_START)) {
            return PNG;
        }
        if (Bytes.at(file, 0, RIFF) && Bytes.at(file, 8, WEBP_START)) {
            return WEBP;
        }
        if (Bytes.at(file, 0, PDF_START)) {
            return PDF;
        }
        throw DocumentProblems.kindUnknown();
    }
}
