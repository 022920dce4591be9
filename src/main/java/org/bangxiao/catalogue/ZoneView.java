package org.bangxiao.catalogue;

import java.util.List;

/** A zone with those of its goods that are on sale, in its operator's order. */
public record ZoneView(Zone zone, String operatorZh, String operatorEn, List<ProductCard> goods) {}
