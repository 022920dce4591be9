package org.bangxiao.supervision;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * One figure of a case, frozen when it was opened.
 *
 * @param name what it is; names ending in {@code Fen} are amounts, in {@code BasisPoints} shares
 * @param kind how it is read: FEN, SHARE, COUNT or TEXT
 */
public record Fact(String name, String kind, long number, String text) {
    static List<Fact> of(JsonObject facts) {
        return facts.fieldNames().stream()
                .sorted()
                .map(name -> of(name, facts.getValue(name)))
                .toList();
    }

    private static Fact of(String name, Object value) {
        if (!(value instanceof Number number)) {
            return new Fact(name, "TEXT", 0, String.valueOf(value));
        }
        String kind = name.endsWith("Fen") ? "FEN" : name.endsWith("BasisPoints") ? "SHARE" : "COUNT";
        return new Fact(name, kind, number.longValue(), number.toString());
    }
}
