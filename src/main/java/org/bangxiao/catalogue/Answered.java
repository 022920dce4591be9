package org.bangxiao.catalogue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What was asked of goods and answered by their supplier.
 *
 * @param count how many such questions are shown
 * @param last  the last of them, at most two
 */
public record Answered(int count, List<Pair> last) {
    /** A question with its answer, as they were typed. */
    public record Pair(String question, String answer) {}

    /** @param last as the listing keeps them */
    static Answered of(int count, JsonArray last) {
        return new Answered(
                count,
                last.stream()
                        .map(JsonObject.class::cast)
                        .map(pair -> new Pair(pair.getString("question"), pair.getString("answer")))
                        .toList());
    }
}
