package org.bangxiao.catalogue;

import java.util.List;
import java.util.UUID;

/**
 * A gift box as its supplier wrote it. It is no product of its own, for each certificate, split and household share belongs
 * to one certified product: who buys a box buys each of its goods as a line of its own, all or none.
 *
 * @param version rises with each change
 * @param offered whether its supplier offers it
 * @param nameEn  may be empty, as both texts
 * @param goods   2 to 10, all of this supplier
 */
record GiftBox(
        UUID id,
        UUID organisationId,
        int version,
        boolean offered,
        String nameZh,
        String nameEn,
        String textZh,
        String textEn,
        List<GiftBoxDraft.Part> goods) {}
