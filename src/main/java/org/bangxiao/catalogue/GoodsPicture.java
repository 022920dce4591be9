package org.bangxiao.catalogue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/**
 * One of a listing's own pictures.
 *
 * @param sha256   names it, in 64 small hexadecimal digits
 * @param url      where it lies, at most 1200 pixels wide and high; the content there never changes
 * @param smallUrl a square of at most 320 pixels, as lists show it
 * @param widthPx  of the large one
 * @param altZh    what is seen on it, for who cannot see it; 1 to 100 characters
 * @param altEn    the same in English, may be empty
 */
public record GoodsPicture(
        String sha256, String url, String smallUrl, int widthPx, int heightPx, String altZh, String altEn) {
    /** Where a picture of a listing lies. */
    static String address(UUID listing, String sha256) {
        return "/pictures/" + listing + "/" + sha256 + ".jpg";
    }

    /** As {@code catalogue_picture} tells them. */
    static List<GoodsPicture> read(UUID listing, JsonArray pictures) {
        return pictures.stream()
                .map(JsonObject.class::cast)
                .map(one -> new GoodsPicture(
                        one.getString("sha256"),
                        address(listing, one.getString("sha256")),
                        address(listing, one.getString("small")),
                        one.getInteger("width"),
                        one.getInteger("height"),
                        one.getString("zh"),
                        one.getString("en")))
                .toList();
    }
}
