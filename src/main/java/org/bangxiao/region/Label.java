package org.bangxiao.region;

/** The words of a pack for a reader, Chinese first. */
public record Label(String zh, String en) {
    /** The English words for {@code en}, the Chinese ones for every other language. */
    public String in(String language) {
        return language.startsWith("en") ? en : zh;
    }

    Label with(String placeholder, Label words) {
        return new Label(zh.replace(placeholder, words.zh), en.replace(placeholder, words.en));
    }
}
