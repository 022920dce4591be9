package org.bangxiao.order;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/**
 * What went out together, with whom and under which number; for its supplier and for its buyer.
 *
 * @param again whether the same goods went out again, for a claim
 */
public record Parcel(String carrier, String trackingNumber, Instant sentAt, boolean again, List<Item> items) {
    /** Pieces of a line. */
    public record Item(int lineNo, String nameZh, String nameEn, long quantity) {}

    /** As one statement brings them. */
    static List<Parcel> read(String json) {
        return new JsonArray(json)
                .stream()
                        .map(JsonObject.class::cast)
                        .map(parcel -> new Parcel(
                                parcel.getString("carrier"),
                                parcel.getString("number"),
                                Instant.ofEpochMilli(parcel.getNumber("at").longValue()),
                                parcel.getBoolean("again"),
                                parcel.getJsonArray("items").stream()
                                        .map(JsonObject.class::cast)
                                        .map(item -> new Item(
                                                item.getInteger("n"),
                                                item.getString("zh"),
                                                item.getString("en"),
                                                item.getLong("quantity")))
                                        .toList()))
                        .toList();
    }
}
