package org.bangxiao.platform.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.bangxiao.kernel.Problem;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** The file of a form, in its field {@code file}. */
public final class SentFile {
    private static final int MEBIBYTE = 1024 * 1024;

    private SentFile() {}

    /** What was sent; field problems {@code field-required}, {@code sheet-too-large}. */
    public static byte[] bytes(@Nullable FileUpload file, int mostBytes) {
        if (file == null || file.size() == 0) {
            throw Problem.field("/file", "field-required");
        }
        if (file.size() > mostBytes) {
            throw Problem.field("/file", "sheet-too-large", mostBytes / MEBIBYTE);
        }
        try {
            return Files.readAllBytes(file.uploadedFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
