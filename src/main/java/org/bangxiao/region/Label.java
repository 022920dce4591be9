package org.bangxiao.region;

import org.bangxiao.platform.web.ChineseScript;
import org.bangxiao.platform.web.Messages;

/** The words of a pack for a reader, Chinese first. */
public record Label(String zh, String en) {
    /** The English words for {@code en}, the Chinese ones for every other language, in the reader's script. */
    public String in(String language) {
        if (language.startsWith("en")) {
            return en;
        }
        return language.equals(Messages.TRADITIONAL) ? ChineseScript.traditional(zh) : zh;
    }

    Label with(String placeholder, Label words) {
        return new Label(zh.replace(placeholder, words.zh), en.replace(placeholder, words.en));
    }
}
