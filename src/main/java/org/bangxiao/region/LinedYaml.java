package org.bangxiao.region;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A YAML text as a tree, with the line that each value stands on by its JSON pointer. */
final class LinedYaml {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String file;
    private final Faults faults;
    private final Map<String, Integer> lines = new HashMap<>();

    private JsonNode root = NODES.missingNode();

    private LinedYaml(String file, Faults faults) {
        this.file = file;
        this.faults = faults;
    }

    /** Nothing where the text is no YAML; the fault is noted then. */
    static Optional<LinedYaml> read(String file, String text, Faults faults) {
        LinedYaml yaml = new LinedYaml(file, faults);
        try (YAMLParser parser = new YAMLFactory().createParser(text)) {
            if (parser.nextToken() == null) {
                faults.add(file, 1, "the file is empty");
                return Optional.empty();
            }
            yaml.root = yaml.value(parser, "");
            if (parser.nextToken() != null) {
                faults.add(file, parser.currentTokenLocation().getLineNr(), "a second document follows the first");
            }
            return Optional.of(yaml);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            faults.add(file, line, "not YAML: " + e.getOriginalMessage().replaceAll("\\s+", " "));
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory cannot fail to be read", e);
        }
    }

    JsonNode root() {
        return root;
    }

    String file() {
        return file;
    }

    /** The line of the value at this pointer, or of the nearest value around it. */
    int lineOf(String pointer) {
        String at = pointer;
        while (!at.isEmpty()) {
            Integer line = lines.get(at);
            if (line != null) {
                return line;
            }
            at = at.substring(0, at.lastIndexOf('/'));
        }
        return 1;
    }

    void fault(String pointer, String what) {
        faults.add(file, lineOf(pointer), what);
    }

    private JsonNode value(YAMLParser parser, String pointer) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser, pointer);
            case START_ARRAY -> array(parser, pointer);
            case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> NODES.textNode(parser.getText());
        };
    }

    private ObjectNode object(YAMLParser parser, String pointer) throws IOException {
        ObjectNode node = NODES.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            String child = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
            int line = parser.currentTokenLocation().getLineNr();
            if (node.has(name)) {
                faults.add(file, line, "'" + name + "' stands twice in one place");
            }
            lines.put(child, line);
            parser.nextToken();
            node.set(name, value(parser, child));
        }
        return node;
    }

    private ArrayNode array(YAMLParser parser, String pointer) throws IOException {
        ArrayNode node = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String child = pointer + "/" + node.size();
            lines.put(child, parser.currentTokenLocation().getLineNr());
            node.add(value(parser, child));
        }
        return node;
    }
}
