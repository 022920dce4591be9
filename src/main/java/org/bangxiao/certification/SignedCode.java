package org.bangxiao.certification;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the code on a certificate says: {@code BX1|number|county|last day|product|key id}, and the Ed25519 signature over
 * exactly these bytes. Written into an address as two base64url parts with a point between, so that a telephone opens the
 * page that checks it and a program checks it without any network.
 *
 * @param signature base64url
 */
record SignedCode(String number, String countyCode, LocalDate validTo, String product, String kid, String signature) {
    static final String MARK = "BX1";

    private static final int PARTS = 6;
    private static final int MOST = 2_000;
    private static final Pattern CODE =
            Pattern.compile("(?:.*[?&#]c=)?([A-Za-z0-9_-]{20,1500})\\.([A-Za-z0-9_-]{86})\\s*");

    /** The bytes that are signed, as text. */
    static String text(CertificateView certificate, String kid) {
        return String.join(
                "|",
                MARK,
                certificate.number(),
                certificate.countyCode(),
                certificate.validTo().toString(),
                certificate.nameZh().replace('|', '/'),
                kid);
    }

    /** What somebody scanned or typed: an address with the code in it or the code alone; empty for anything else. */
    static Optional<SignedCode> read(String scanned) {
        if (scanned.length() > MOST) {
            return Optional.empty();
        }
        Matcher matcher = CODE.matcher(scanned.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(matcher.group(1)), StandardCharsets.UTF_8);
            String[] parts = text.split("\\|", -1);
            if (parts.length != PARTS || !parts[0].equals(MARK)) {
                return Optional.empty();
            }
            return Optional.of(new SignedCode(
                    parts[1], parts[2], LocalDate.parse(parts[3]), parts[4], parts[5], matcher.group(2)));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    static String write(String text, String signature) {
        return base64(text.getBytes(StandardCharsets.UTF_8)) + "." + signature;
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    byte[] signatureBytes() {
        return Base64.getUrlDecoder().decode(signature);
    }

    String text() {
        return String.join("|", MARK, number, countyCode, validTo.toString(), product, kid);
    }
}
