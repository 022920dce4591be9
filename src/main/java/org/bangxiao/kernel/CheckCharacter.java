package org.bangxiao.kernel;

/**
 * Check characters of the codes the trade uses: the unified social credit code (GB 32100-2015), the citizen id number
 * (GB 11643-1999) and our own certificate numbers (ISO 7064 mod 37,36, readable over a telephone).
 */
public final class CheckCharacter {
    private static final String CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final int[] CREDIT_WEIGHTS = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    private static final int[] ID_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String ID_CHECKS = "10X98765432";
    private static final String ISO_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private CheckCharacter() {}

    /** The 18th character for the first 17 of a unified social credit code. */
    public static char ofCreditCode(String first17) {
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            int value = CREDIT_ALPHABET.indexOf(first17.charAt(i));
            if (value < 0) {
                throw new IllegalArgumentException("not a credit code character: " + first17.charAt(i));
            }
            sum += value * CREDIT_WEIGHTS[i];
        }
        return CREDIT_ALPHABET.charAt((31 - sum % 31) % 31);
    }

    public static boolean isCreditCode(String code) {
        return code.matches("[0-9A-HJ-NPQRTUWXY]{18}") && ofCreditCode(code.substring(0, 17)) == code.charAt(17);
    }

    /** The 18th character for the first 17 digits of a citizen id number. */
    public static char ofIdNumber(String first17) {
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += (first17.charAt(i) - '0') * ID_WEIGHTS[i];
        }
        return ID_CHECKS.charAt(sum % 11);
    }

    public static boolean isIdNumber(String number) {
        return number.matches("\\d{17}[\\dX]") && ofIdNumber(number.substring(0, 17)) == number.charAt(17);
    }

    /** The check character of a certificate number's letters and digits (dashes are passed over). */
    public static char ofNumber(String body) {
        int product = 36;
        for (int i = 0; i < body.length(); i++) {
            int value = ISO_ALPHABET.indexOf(body.charAt(i));
            if (value < 0) {
                continue;
            }
            int sum = (product + value) % 36;
            product = (sum == 0 ? 36 : sum) * 2 % 37;
        }
        return ISO_ALPHABET.charAt((37 - product) % 36);
    }

    public static boolean isNumber(String number) {
        return number.length() > 1
                && ofNumber(number.substring(0, number.length() - 1)) == number.charAt(number.length() - 1);
    }
}
