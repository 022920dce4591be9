package org.bangxiao.catalogue;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;
import org.bangxiao.catalogue.ProductQuery.Sort;
import org.bangxiao.kernel.Problem;

/**
 * The last product of a page: its group, its place in the order and its id. Goods added meanwhile neither shift nor repeat
 * what follows. Opaque outside.
 *
 * @param group 0 for orders without groups
 * @param key   microseconds since 1970 or fen, by the order
 */
record Cursor(Sort sort, int group, long key, UUID id) {
    private static final int BYTES = 2 + 3 * Long.BYTES;

    String encode() {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .put((byte) sort.mark())
                .put((byte) group)
                .putLong(key)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** {@code cursor-invalid} where it is not one of ours or belongs to another order. */
    static Cursor decode(String text, Sort sort) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() == BYTES && bytes.get() == (byte) sort.mark()) {
                return new Cursor(sort, bytes.get(), bytes.getLong(), new UUID(bytes.getLong(), bytes.getLong()));
            }
        } catch (IllegalArgumentException notBase64) {
            throw Problem.field("/cursor", "cursor-invalid");
        }
        throw Problem.field("/cursor", "cursor-invalid");
    }
}
