package org.bangxiao.certification;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import org.bangxiao.kernel.CheckCharacter;

/**
 * {@code GX-2020-451223-K7M3Q9-5}: the pack's prefix, year, county, a random part and a check character. Readable over a
 * telephone (no I, O, 0 or 1 in the random part) and not to be counted through.
 */
final class CertificateNumber {
    private static final String SPOKEN = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final int RANDOM_LENGTH = 6;
    private static final int YEAR_LENGTH = 4;
    private static final int COUNTY_LENGTH = 6;
    private static final int TAIL_LENGTH = YEAR_LENGTH + COUNTY_LENGTH + RANDOM_LENGTH + 1;
    private static final SecureRandom RANDOM = new SecureRandom();

    private CertificateNumber() {}

    static String next(String prefix, int year, String countyCode) {
        String body = prefix + "-" + year + "-" + countyCode + "-" + spoken(RANDOM_LENGTH) + "-";
        return body + CheckCharacter.ofNumber(body);
    }

    /** A receipt that can be read out: day, random part, check character. */
    static String receipt(String day) {
        String body = day + "-" + spoken(RANDOM_LENGTH) + "-";
        return body + CheckCharacter.ofNumber(body);
    }

    /** What somebody typed, in the form we keep; empty where the check character does not fit. */
    static Optional<String> read(String typed) {
        String plain = typed.toUpperCase(Locale.ROOT).replaceAll("[^0-9A-Z]", "");
        int head = plain.length() - TAIL_LENGTH;
        if (head < 1 || head > 6 || !CheckCharacter.isNumber(plain)) {
            return Optional.empty();
        }
        int county = head + YEAR_LENGTH;
        int random = county + COUNTY_LENGTH;
        int check = random + RANDOM_LENGTH;
        return Optional.of(String.join(
                "-",
                plain.substring(0, head),
                plain.substring(head, county),
                plain.substring(county, random),
                plain.substring(random, check),
                plain.substring(check)));
    }

    private static String spoken(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(SPOKEN.charAt(RANDOM.nextInt(SPOKEN.length())));
        }
        return text.toString();
    }
}
