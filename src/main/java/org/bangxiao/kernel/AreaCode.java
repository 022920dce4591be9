package org.bangxiao.kernel;

/**
 * An administrative division by GB/T 2260: six digits, province (2) prefecture (2) county (2); a prefecture ends in
 * {@code 00}, a province in {@code 0000}. Twelve digits name a village (GB/T 10114).
 */
public record AreaCode(String value) {
    public AreaCode {
        if (!value.matches("\\d{6}(\\d{6})?")) {
            throw new IllegalArgumentException("not an area code: " + value);
        }
    }

    /** True where {@code code} lies in this area: 450000 covers 451200, 451200 covers 451223. */
    public boolean covers(String code) {
        return code.startsWith(prefix());
    }

    /** The digits that every area inside this one begins with: {@code 45}, {@code 4512}, {@code 451223}. */
    public String prefix() {
        if (value.length() == 12) {
            return value;
        }
        if (value.endsWith("0000")) {
            return value.substring(0, 2);
        }
        return value.endsWith("00") ? value.substring(0, 4) : value;
    }

    public String province() {
        return value.substring(0, 2) + "0000";
    }

    public String prefecture() {
        return value.substring(0, 4) + "00";
    }

    public String county() {
        return value.substring(0, 6);
    }
}
