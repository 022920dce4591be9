package org.bangxiao.catalogue;

import java.util.Map;
import java.util.UUID;

/**
 * What the shelf says today of goods that somebody means to buy, each by its listing.
 *
 * @param offered   those that can be ordered, so far as any are left
 * @param known     all that exist
 * @param available pieces left
 * @param obstacles why those that are not offered are not
 */
public record ShelfLook(
        Map<UUID, SaleableListing> offered,
        Map<UUID, SaleableListing> known,
        Map<UUID, Long> available,
        Map<UUID, Obstacle> obstacles) {}
