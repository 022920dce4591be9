package org.bangxiao.kernel;

import org.jspecify.annotations.Nullable;

/** What people typed into one line. */
public final class Words {
    private Words() {}

    /** Without what stands around it, each space once and no character that no table takes; empty where nothing was typed. */
    public static String tidy(@Nullable String typed) {
        return typed == null ? "" : typed.replace("\u0000", "").strip().replaceAll("\\s+", " ");
    }
}
