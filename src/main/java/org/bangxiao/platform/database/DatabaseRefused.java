package org.bangxiao.platform.database;

import org.jspecify.annotations.Nullable;

/** The database cannot be had; the message is one plain sentence for the operator that says what to do. */
public final class DatabaseRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    DatabaseRefused(String sentence) {
        this(sentence, null);
    }

    DatabaseRefused(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
