package org.bangxiao.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the certificate's page says.
 *
 * @param prefix the first letters of every certificate number
 * @param free that certification costs nothing
 */
public record CertificateText(
        String prefix,
        Label title,
        Label statement,
        Label promise,
        Label free,
        List<String> source,
        @Nullable String assumption) {
    public CertificateText {
        source = Given.list(source);
    }

    CertificateText in(Words words) {
        return new CertificateText(
                prefix,
                words.fill(title),
                words.fill(statement),
                words.fill(promise),
                words.fill(free),
                source,
                assumption);
    }
}
