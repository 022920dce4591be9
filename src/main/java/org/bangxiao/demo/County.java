package org.bangxiao.demo;

import org.bangxiao.kernel.AreaCode;

/**
 * A county that the demo world fills.
 *
 * @param code six digits, GB/T 2260
 */
public record County(String code, String nameZh, String nameEn) {
    String prefecture() {
        return new AreaCode(code).prefecture();
    }

    /** The everyday name: an autonomous county drops its peoples, as its cooperatives do in their own names. */
    String shortZh() {
        return nameZh.length() <= 4 ? nameZh : nameZh.substring(0, 2) + nameZh.substring(nameZh.length() - 1);
    }

    String shortEn() {
        int space = nameEn.indexOf(' ');
        return space < 0 ? nameEn : nameEn.substring(0, space);
    }
}
