package org.bangxiao.document;

/**
 * A file as it is kept.
 *
 * @param sha256    hash of the kept bytes, 64 small hexadecimal digits; the file's name everywhere
 * @param mediaType {@code image/jpeg}, {@code image/png} or {@code application/pdf}
 * @param widthPx   upright width of a picture, 0 for a PDF
 * @param heightPx  upright height of a picture, 0 for a PDF
 */
public record StoredDocument(String sha256, String mediaType, long sizeBytes, int widthPx, int heightPx) {
    public boolean picture() {
        return widthPx > 0;
    }
}
