package org.bangxiao.report;

import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.bangxiao.platform.web.Messages;
import org.jspecify.annotations.Nullable;

/**
 * A deed in words.
 *
 * @param deed what was done, or its code where there are no words for it
 * @param of what it was done to
 * @param link where that can be read; nothing where it has no page
 * @param details name and value of what was kept with it
 */
record AuditShown(
        AuditEntry entry, String deed, String of, @Nullable String link, List<Detail> details) {
    private static final String DEED = "audit.deed.";
    private static final String OF = "audit.of.";

    private static final Map<String, String> PAGES = Map.of(
            "application", "/desk/applications/",
            "watch-case", "/desk/watch/",
            "finding", "/desk/findings/",
            "inspection", "/desk/inspections/",
            "inspection-draw", "/desk/inspections/draws/",
            "complaint", "/desk/complaints/",
            "list-entry", "/lists/",
            "supplier", "/desk/suppliers/",
            "household", "/desk/households/");

    /** One thing that was kept with a deed. */
    record Detail(String name, String value) {}

    /** What may be looked for. */
    record Choice(String value, String text, boolean chosen) {}

    static AuditShown of(AuditEntry entry, String language) {
        String page = PAGES.get(entry.subjectKind());
        return new AuditShown(
                entry,
                words(language, DEED, entry.action()),
                words(language, OF, entry.subjectKind()),
                page == null ? null : page + entry.subjectId(),
                new JsonObject(entry.detail())
                        .stream()
                                .map(one -> new Detail(one.getKey(), String.valueOf(one.getValue())))
                                .toList());
    }

    static List<Choice> deeds(String language, String chosen) {
        return choices(language, DEED, chosen);
    }

    static List<Choice> kinds(String language, String chosen) {
        return choices(language, OF, chosen);
    }

    private static String words(String language, String family, String code) {
        return Messages.has(family + code) ? Messages.get(language, family + code) : code;
    }

    private static List<Choice> choices(String language, String family, String chosen) {
        return Messages.all(language).entrySet().stream()
                .filter(message -> message.getKey().startsWith(family))
                .map(message -> {
                    String code = message.getKey().substring(family.length());
                    return new Choice(code, message.getValue(), code.equals(chosen));
                })
                .sorted(Comparator.comparing(Choice::value))
                .toList();
    }
}
