package org.bangxiao.certification;

/**
 * One thing to mend before a returned application is handed in again.
 *
 * @param about a field of the application such as {@code priceFen}, {@code evidence:<document>} for a document of the
 *     pack, or empty for the whole
 * @param text  what to mend, in the officer's words; 1 to 500 characters
 */
public record Point(String about, String text) {
    static final String EVIDENCE = "evidence:";
    static final int TEXT_MAX = 500;
    static final int MOST = 20;
}
