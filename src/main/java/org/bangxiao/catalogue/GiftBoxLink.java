package org.bangxiao.catalogue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/** A gift box that goods are in, as their page names it. */
public record GiftBoxLink(UUID id, String nameZh, String nameEn) {
    /** As {@code catalogue_boxes} tells them. */
    static List<GiftBoxLink> read(JsonArray boxes) {
        return boxes.stream()
                .map(JsonObject.class::cast)
                .map(box ->
                        new GiftBoxLink(UUID.fromString(box.getString("id")), box.getString("zh"), box.getString("en")))
                .toList();
    }
}
