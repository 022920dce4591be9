package org.bangxiao.certification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.bangxiao.platform.Digests;
import org.jspecify.annotations.Nullable;

/** What stands before an officer: its digest goes with the decision, its parts are kept with it and compared later. */
@ApplicationScoped
class Sight {
    /** Figures that move with every certificate of a like good: what counts of them is how they come out. */
    private static final Set<String> MOVING = Set.of("price");

    /**
     * One field that is not what it was.
     *
     * @param before null where it was not there
     * @param after  null where it is gone
     */
    record Change(
            String field, @Nullable String before, @Nullable String after) {}

    private final ObjectMapper json;

    Sight(ObjectMapper json) {
        this.json = json;
    }

    /** SHA-256 over what is shown of a case, in hexadecimal digits. */
    String digest(ApplicationView view, List<CaseFile> files) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", view.id());
        shown.put("version", view.version());
        shown.put("step", String.valueOf(view.step()));
        shown.put("product", view.product());
        shown.put("checks", view.checks());
        shown.put("files", files);
        return HexFormat.of().formatHex(Digests.sha256(write(shown)));
    }

    String snapshot(ApplicationView view) {
        return write(view.product());
    }

    String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True where today's findings say something else than those that were shown. */
    static boolean differ(List<Check> shown, List<Check> today) {
        return !spoken(shown).equals(spoken(today));
    }

    private static List<Object> spoken(List<Check> checks) {
        List<Object> said = new ArrayList<>();
        for (Check check : checks) {
            said.add(List.of(
                    check.id(),
                    check.result(),
                    MOVING.contains(check.id()) ? List.of() : check.figures(),
                    Objects.requireNonNullElse(check.criterion(), "")));
        }
        return said;
    }

    /** What of the application is no longer as in the snapshot, field by field, files of evidence after them. */
    List<Change> changes(DecisionView last, ApplicationView now, List<CaseFile> files) {
        Map<String, String> before = fields(last.snapshot());
        if (before.isEmpty()) {
            return List.of();
        }
        Map<String, String> after = fields(snapshot(now));
        List<Change> changes = new ArrayList<>();
        after.forEach((field, value) -> {
            String old = before.remove(field);
            if (!value.equals(old)) {
                changes.add(new Change(field, old, value));
            }
        });
        before.forEach((field, old) -> changes.add(new Change(field, old, null)));
        Map<String, String> filesBefore = byDocument(last.files());
        byDocument(files).forEach((document, hashes) -> {
            String old = filesBefore.remove(document);
            if (!hashes.equals(old)) {
                changes.add(new Change(document, old, hashes));
            }
        });
        filesBefore.forEach((document, old) -> changes.add(new Change(document, old, null)));
        return changes;
    }

    private static Map<String, String> byDocument(List<CaseFile> files) {
        Map<String, String> hashes = new TreeMap<>();
        files.forEach(file -> hashes.merge(
                Point.EVIDENCE + file.document(), file.sha256().substring(0, 8), (one, other) -> one + " " + other));
        return hashes;
    }

    private Map<String, String> fields(String snapshot) {
        try {
            Map<String, String> fields = new LinkedHashMap<>();
            JsonNode root = json.readTree(snapshot);
            root.properties()
                    .forEach(field -> fields.put(
                            field.getKey(),
                            field.getValue().isValueNode()
                                    ? field.getValue().isNull()
                                            ? ""
                                            : field.getValue().asText()
                                    : field.getValue().toString()));
            return fields;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
