package org.bangxiao.document;

/** A file that was found harmless, as it will be kept; nothing is stored yet. */
public final class CheckedDocument {
    private final StoredDocument facts;
    private final byte[] content;

    CheckedDocument(StoredDocument facts, byte[] content) {
        this.facts = facts;
        this.content = content;
    }

    public StoredDocument facts() {
        return facts;
    }

    byte[] content() {
        return content;
    }
}
