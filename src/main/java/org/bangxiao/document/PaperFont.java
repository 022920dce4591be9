package org.bangxiao.document;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The typeface of papers, WenQuanYi Micro Hei under the Apache licence 2.0: read once, a subset goes into each paper. */
@ApplicationScoped
public class PaperFont {
    private static final String FILE = "/fonts/wqy-microhei.ttc";

    private volatile byte @Nullable [] kept;

    /** The file of the typeface. */
    public byte[] bytes() {
        byte[] known = kept;
        if (known == null) {
            known = read();
            kept = known;
        }
        return known;
    }

    private static byte[] read() {
        try (InputStream in = PaperFont.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + FILE);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
