package org.bangxiao.document;

import java.util.HexFormat;
import org.bangxiao.platform.Digests;

/** A file that was found harmless, as it will be kept; nothing is stored yet. */
public final class CheckedDocument {
    private final StoredDocument facts;
    private final byte[] content;

    private CheckedDocument(StoredDocument facts, byte[] content) {
        this.facts = facts;
        this.content = content;
    }

    static CheckedDocument picture(byte[] content, String mediaType, int widthPx, int heightPx) {
        return of(content, mediaType, widthPx, heightPx);
    }

    static CheckedDocument pdf(byte[] content) {
        return of(content, "application/pdf", 0, 0);
    }

    private static CheckedDocument of(byte[] content, String mediaType, int widthPx, int heightPx) {
        String sha256 = HexFormat.of().formatHex(Digests.sha256(content));
        return new CheckedDocument(new StoredDocument(sha256, mediaType, content.length, widthPx, heightPx), content);
    }

    public StoredDocument facts() {
        return facts;
    }

    byte[] content() {
        return content;
    }
}
