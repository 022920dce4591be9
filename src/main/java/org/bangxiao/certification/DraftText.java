package org.bangxiao.certification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Problem.FieldError;

/** Drafts as trees, so that a piece can be laid over what is there. */
final class DraftText {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> TYPED = new TypeReference<>() {};

    private DraftText() {}

    static ObjectNode tree(ApplicationDraft draft) {
        return JSON.valueToTree(draft);
    }

    static ObjectNode empty() {
        return JSON.createObjectNode();
    }

    /** The draft with some of its fields given anew; {@code field-invalid} at the field that cannot be read. */
    static ApplicationDraft with(ApplicationDraft draft, ObjectNode some) {
        ObjectNode whole = tree(draft);
        whole.setAll(some);
        return read(whole);
    }

    /** The draft without some of its fields. */
    static ApplicationDraft without(ApplicationDraft draft, List<String> fields) {
        ObjectNode whole = tree(draft);
        whole.remove(fields);
        return read(whole);
    }

    static ApplicationDraft read(ObjectNode whole) {
        for (String text : List.of("nameZh", "category", "countyCode", "packageUnit")) {
            if (!whole.hasNonNull(text)) {
                whole.put(text, "");
            }
        }
        if (!whole.hasNonNull("harvestMonths")) {
            whole.putArray("harvestMonths");
        }
        try {
            return JSON.treeToValue(whole, ApplicationDraft.class);
        } catch (JsonMappingException e) {
            String pointer = e.getPath().stream()
                    .map(step -> step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName())
                    .collect(Collectors.joining("/", "/", ""));
            throw Problem.field(pointer, "field-invalid", "");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String write(Map<String, String> typed) {
        try {
            return JSON.writeValueAsString(typed);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, String> typed(String text) {
        try {
            return JSON.readValue(text, TYPED);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Faults by the names of the form's fields: {@code /rawLots/0/grams} is {@code rawLots-0-grams} there. */
    static Problem forForm(List<FieldError> errors) {
        return Problem.fields(errors.stream()
                .map(error -> new FieldError(
                        "/" + error.pointer().substring(1).replace('/', '-'), error.code(), error.arguments()))
                .toList());
    }
}
