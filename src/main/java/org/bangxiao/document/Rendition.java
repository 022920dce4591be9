package org.bangxiao.document;

/**
 * A picture as a page shows it.
 *
 * @param edgePx   its longer edge in pixels at most; a smaller picture is not blown up
 * @param square   its middle alone, as high as wide
 * @param maxBytes what it may weigh; it is packed harder until it does
 */
public record Rendition(int edgePx, boolean square, int maxBytes) {}
