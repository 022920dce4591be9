package org.bangxiao.order;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The lines and steps of a claim as one statement brings them. */
final class ClaimJson {
    private ClaimJson() {}

    static List<Claim.Line> lines(String json) {
        return new JsonArray(json)
                .stream()
                        .map(JsonObject.class::cast)
                        .map(line -> new Claim.Line(
                                line.getInteger("n"),
                                UUID.fromString(line.getString("listing")),
                                line.getString("zh"),
                                line.getString("en"),
                                line.getString("unit"),
                                line.getLong("quantity"),
                                line.getLong("units"),
                                line.getLong("fen"),
                                UUID.fromString(line.getString("sale"))))
                        .toList();
    }

    static List<Claim.Event> events(String json) {
        return new JsonArray(json)
                .stream()
                        .map(JsonObject.class::cast)
                        .map(event -> new Claim.Event(
                                Claim.State.valueOf(event.getString("state")),
                                Claim.Side.valueOf(event.getString("side")),
                                event.getString("note"),
                                Instant.ofEpochMilli(event.getNumber("at").longValue())))
                        .toList();
    }
}
