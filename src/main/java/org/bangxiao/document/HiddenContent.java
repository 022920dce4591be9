package org.bangxiao.document;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Files that are two things at once: a picture that is also a page, a PDF that is also an archive. What a picture carries
 * behind its end is dropped when it is written anew (phones put short films there); pages and programs are refused.
 */
final class HiddenContent {
    private static final List<byte[]> PAGES = List.of(
            ascii("<script"),
            ascii("<html"),
            ascii("<!doctype"),
            ascii("<svg "),
            ascii("<svg>"),
            ascii("<?php"),
            ascii("<iframe"));
    private static final byte[] ARCHIVE_END = {'P', 'K', 5, 6};
    private static final byte[] PDF = ascii("%pdf-");
    private static final byte[] PDF_END = ascii("%%eof");
    /** An archive's last record is 22 bytes and a comment of at most 65 535. */
    private static final int ARCHIVE_TAIL = 65_557;

    private static final int PDF_EDGE = 1_024;

    private HiddenContent() {}

    static void refuseIn(FileKind kind, byte[] file) {
        byte[] small = lowerCase(file);
        boolean archive = Bytes.find(file, ARCHIVE_END, file.length - ARCHIVE_TAIL) >= 0;
        boolean other = kind == FileKind.PDF
                ? pageAtTheEdges(small)
                : page(small, 0, small.length) || Bytes.find(small, PDF, 0) >= 0;
        if (archive || other) {
            throw DocumentProblems.somethingElseInside();
        }
    }

    /** Inside, compressed text may say anything; what a browser could take for a page stands at the edges. */
    private static boolean pageAtTheEdges(byte[] file) {
        int end = file.length;
        for (int at = Bytes.find(file, PDF_END, 0); at >= 0; at = Bytes.find(file, PDF_END, at + 1)) {
            end = at;
        }
        return page(file, 0, Math.min(PDF_EDGE, file.length)) || page(file, end, file.length);
    }

    private static boolean page(byte[] file, int from, int to) {
        return PAGES.stream().anyMatch(mark -> {
            int found = Bytes.find(file, mark, from);
            return found >= 0 && found < to;
        });
    }

    private static byte[] lowerCase(byte[] file) {
        byte[] small = file.clone();
        for (int i = 0; i < small.length; i++) {
            if (small[i] >= 'A' && small[i] <= 'Z') {
                small[i] = (byte) (small[i] + 32);
            }
        }
        return small;
    }

    private static byte[] ascii(String text) {
        return text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    }
}
