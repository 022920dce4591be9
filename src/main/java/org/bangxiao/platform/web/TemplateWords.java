package org.bangxiao.platform.web;

import io.quarkus.arc.Arc;
import io.quarkus.qute.TemplateExtension;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import org.bangxiao.kernel.Money;
import org.bangxiao.platform.BusinessClock;
import org.jspecify.annotations.Nullable;

/** What templates may say: {@code {t:get('nav.cart')}}, amounts, weights and dates as people read them. */
public final class TemplateWords {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private TemplateWords() {}

    @TemplateExtension(namespace = "t")
    static String get(String key) {
        return Messages.get(locale(), key);
    }

    @TemplateExtension(namespace = "t")
    static String get(String key, @Nullable Object a) {
        return Messages.get(locale(), key, shown(a));
    }

    @TemplateExtension(namespace = "t")
    static String get(String key, @Nullable Object a, @Nullable Object b) {
        return Messages.get(locale(), key, shown(a), shown(b));
    }

    @TemplateExtension(namespace = "t")
    static String get(String key, @Nullable Object a, @Nullable Object b, @Nullable Object c) {
        return Messages.get(locale(), key, shown(a), shown(b), shown(c));
    }

    /** The message of a key, or the text itself where nobody has words for it. */
    @TemplateExtension(namespace = "t")
    static String getOr(String key, String text) {
        return Messages.all(locale()).getOrDefault(key, text);
    }

    /** The Chinese or the English of a pair, Chinese where there is no English; in the reader's script. */
    @TemplateExtension(namespace = "t")
    static String pick(String zh, @Nullable String en) {
        return switch (locale()) {
            case "en" -> en != null && !en.isBlank() ? en : zh;
            case Messages.TRADITIONAL -> ChineseScript.traditional(zh);
            default -> zh;
        };
    }

    /** {@code 123456 → 1,234.56}; for people to read, not for forms or files. */
    @TemplateExtension(namespace = "t")
    static String yuan(Number fen) {
        return yuanWhole(fen) + "." + yuanCents(fen);
    }

    /** The yuan before the point, in groups of three: {@code 123456 → 1,234}. */
    @TemplateExtension(namespace = "t")
    static String yuanWhole(Number fen) {
        return (fen.longValue() < 0 && fen.longValue() > -100 ? "-" : "") + number(fen.longValue() / 100);
    }

    /** {@code 12345 → 12,345}. */
    @TemplateExtension(namespace = "t")
    static String number(Number count) {
        return String.format(Locale.ROOT, "%,d", count.longValue());
    }

    /** Grams as kilograms: {@code 1850 → 1.85}. */
    @TemplateExtension(namespace = "t")
    static String kilograms(Number grams) {
        return BigDecimal.valueOf(grams.longValue(), 3).stripTrailingZeros().toPlainString();
    }

    /** Minutes as hours, to the hundredth below: {@code 450 → 7.5}. */
    @TemplateExtension(namespace = "t")
    static String hours(Number minutes) {
        return BigDecimal.valueOf(minutes.longValue() * 100 / 60, 2)
                .stripTrailingZeros()
                .toPlainString();
    }

    @TemplateExtension(namespace = "t")
    static String yuanCents(Number fen) {
        return Money.yuan(fen.longValue()).substring(Money.yuan(fen.longValue()).indexOf('.') + 1);
    }

    /** An instant as the clock on a wall in China shows it. */
    @TemplateExtension(namespace = "t")
    static String minute(Instant instant) {
        return MINUTE.format(instant.atZone(BusinessClock.CHINA));
    }

    @TemplateExtension(namespace = "t")
    static String day(Instant instant) {
        return BusinessClock.dayOf(instant).toString();
    }

    @TemplateExtension(namespace = "t")
    static String date(LocalDate date) {
        return date.toString();
    }

    @TemplateExtension(namespace = "t")
    static String percent(Number basisPoints) {
        String exact = Money.yuan(basisPoints.longValue());
        return (exact.endsWith(".00") ? exact.substring(0, exact.length() - 3) : exact) + "%";
    }

    /** The last characters of an id, enough to tell two apart on a page. */
    @TemplateExtension(namespace = "t")
    static String brief(UUID id) {
        String text = id.toString();
        return text.substring(text.length() - 8);
    }

    private static Object shown(@Nullable Object value) {
        return value == null ? "" : value;
    }

    private static String locale() {
        return Arc.container().requestContext().isActive()
                ? Arc.container().instance(Shell.class).get().locale()
                : "zh";
    }
}
