package org.bangxiao.operations;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a document must look like, to the last field: what is not named is a fault. */
interface Shape {
    void check(String path, JsonNode value, List<String> faults);

    static List<String> faults(String name, JsonNode document, Shape shape) {
        List<String> faults = new ArrayList<>();
        shape.check(name, document, faults);
        return faults;
    }

    /** An object with exactly these fields. */
    static Shape object(Object... namesAndShapes) {
        Map<String, Shape> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndShapes.length; i += 2) {
            Object expected = namesAndShapes[i + 1];
            fields.put((String) namesAndShapes[i], expected instanceof Shape shape ? shape : is(expected));
        }
        return (path, value, faults) -> {
            if (!value.isObject()) {
                faults.add(path + ": not an object");
                return;
            }
            Set<String> unknown = new HashSet<>();
            value.fieldNames().forEachRemaining(unknown::add);
            unknown.removeAll(fields.keySet());
            unknown.forEach(name -> faults.add(path + "." + name + ": unknown"));
            fields.forEach((name, shape) -> {
                if (value.has(name)) {
                    shape.check(path + "." + name, value.get(name), faults);
                } else {
                    faults.add(path + "." + name + ": missing");
                }
            });
        };
    }

    /** A list of exactly these, in this order. */
    static Shape list(Shape... items) {
        return (path, value, faults) -> {
            if (!value.isArray() || value.size() != items.length) {
                faults.add(path + ": not a list of " + items.length);
                return;
            }
            for (int i = 0; i < items.length; i++) {
                items[i].check(path + "[" + i + "]", value.get(i), faults);
            }
        };
    }

    /** This very value and type: the text {@code "8080"} is not the number 8080. */
    static Shape is(Object expected) {
        return (path, value, faults) -> {
            boolean same = expected instanceof Boolean flag
                    ? value.isBoolean() && value.booleanValue() == flag
                    : expected instanceof Integer number
                            ? value.isInt() && value.intValue() == number
                            : value.isTextual() && value.textValue().equals(expected);
            if (!same) {
                faults.add(path + ": " + value + " is not " + expected);
            }
        };
    }

    static Shape matches(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return (path, value, faults) -> {
            if (!value.isTextual() || !compiled.matcher(value.textValue()).matches()) {
                faults.add(path + ": " + value + " does not match " + pattern);
            }
        };
    }

    static Shape between(int low, int high) {
        return (path, value, faults) -> {
            if (!value.isInt() || value.intValue() < low || value.intValue() > high) {
                faults.add(path + ": " + value + " is not between " + low + " and " + high);
            }
        };
    }
}
