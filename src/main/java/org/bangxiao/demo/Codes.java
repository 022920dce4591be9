package org.bangxiao.demo;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.bangxiao.kernel.CheckCharacter;

/** Numbers that pass every check of form and can belong to nobody. */
final class Codes {
    private static final LocalDate FIRST_BIRTH = LocalDate.of(1840, 1, 1);
    private static final int BIRTH_DAYS = 21_900;
    private static final int[] ORGANISATION_WEIGHTS = {3, 7, 9, 10, 5, 8, 4, 2};
    private static final String ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private Codes() {}

    /** A citizen id number of somebody born between 1840 and 1899; distinct per county for 20 million people. */
    static String idNumber(String countyCode, long person) {
        LocalDate born = FIRST_BIRTH.plusDays(person * 7_919 % BIRTH_DAYS);
        String first17 =
                countyCode + born.format(DateTimeFormatter.BASIC_ISO_DATE) + padded(3, 1 + person / BIRTH_DAYS);
        return first17 + CheckCharacter.ofIdNumber(first17);
    }

    /** Nineteen digits with a Luhn digit; ISO 7812 leaves numbers that begin with 9 outside every card scheme. */
    static String bankAccount(long person) {
        String first18 = "990000" + padded(12, person * 982_451_653L % 1_000_000_000_000L);
        return first18 + luhnDigit(first18);
    }

    /** Eleven digits in the range 142, which no operator was given. */
    static String phone(long person) {
        return "142" + padded(8, person % 100_000_000);
    }

    /**
     * A unified social credit code whose organisation part begins with XY, which the registers have not reached.
     *
     * @param prefix 91 company, 92 family farm, 93 cooperative, 12 public institution
     */
    static String creditCode(String prefix, String areaCode, int number) {
        String organisation = "XY" + padded(6, number);
        String first17 = prefix + areaCode + organisation + organisationCheck(organisation);
        return first17 + CheckCharacter.ofCreditCode(first17);
    }

    /** Zeros before a number; a million households are made faster than with a format. */
    static String padded(int width, long number) {
        String digits = Long.toString(number);
        return digits.length() >= width ? digits : "0".repeat(width - digits.length()) + digits;
    }

    static char luhnDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighed = i % 2 == 0 ? digit * 2 : digit;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return (char) ('0' + (10 - sum % 10) % 10);
    }

    /** GB 11714: the ninth character of the organisation code inside a credit code. */
    private static char organisationCheck(String first8) {
        int sum = 0;
        for (int i = 0; i < 8; i++) {
            sum += ORGANISATION_ALPHABET.indexOf(first8.charAt(i)) * ORGANISATION_WEIGHTS[i];
        }
        int check = 11 - sum % 11;
        return check == 10 ? 'X' : check == 11 ? '0' : (char) ('0' + check);
    }
}
