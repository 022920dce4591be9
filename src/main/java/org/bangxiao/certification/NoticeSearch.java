package org.bangxiao.certification;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * What is looked for on the notice board. Empty texts and a year of 0 let everything through.
 *
 * @param words    part of the name of the product
 * @param county   six digits, or the first of them
 * @param category id of a category of a pack
 * @param year     of the posting, in Asia/Shanghai
 */
public record NoticeSearch(boolean announcements, String words, String county, String category, int year) {
    static final int TEXT_MAX = 60;

    /** Everything of a kind. */
    public static NoticeSearch of(boolean announcements) {
        return new NoticeSearch(announcements, "", "", "", 0);
    }

    /** As the query of an address, beginning with {@code ?}; more can follow behind {@code &}. */
    String query() {
        return "?words=" + encoded(words) + "&county=" + encoded(county) + "&category=" + encoded(category) + "&year="
                + (year > 0 ? year : "");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
