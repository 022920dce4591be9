package org.bangxiao.notice;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.platform.Secrets;

/**
 * The link at the foot of each mail, by which its reader ends them without signing in: the id of the address under our
 * keyed digest, so that every mail may carry it, nobody can make one up, and nothing about it has to be kept.
 */
@ApplicationScoped
class MailLinks {
    private static final int BYTES = 16;

    private final Secrets secrets;

    MailLinks(Secrets secrets) {
        this.secrets = secrets;
    }

    String token(UUID address) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(2 * BYTES)
                        .putLong(address.getMostSignificantBits())
                        .putLong(address.getLeastSignificantBits())
                        .put(mark(address))
                        .array());
    }

    /** The address it was made for; empty where it was not made here. */
    Optional<UUID> address(String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length != 2 * BYTES) {
            return Optional.empty();
        }
        ByteBuffer id = ByteBuffer.wrap(bytes);
        UUID address = new UUID(id.getLong(), id.getLong());
        return MessageDigest.isEqual(mark(address), Arrays.copyOfRange(bytes, BYTES, 2 * BYTES))
                ? Optional.of(address)
                : Optional.empty();
    }

    private byte[] mark(UUID address) {
        return Arrays.copyOf(secrets.lookupDigest("mail-stop:" + address), BYTES);
    }
}
