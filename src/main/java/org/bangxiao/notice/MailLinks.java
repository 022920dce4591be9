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
 * The links in mails that work without signing in: the id of the address under our keyed digest, so that every mail may
 * carry them, nobody can make one up, and nothing about them has to be kept. What one opens no other does.
 */
@ApplicationScoped
class MailLinks {
    /** What a link is for. */
    enum Way {
        /** Ends the mails. */
        STOP("mail-stop:"),
        /** Opens what a guest is told of. */
        OPEN("mail-open:");

        private final String purpose;

        Way(String purpose) {
            this.purpose = purpose;
        }
    }

    /** Where mails are ended, before the token. */
    static final String STOP = "/mail/stop/";

    private static final int BYTES = 16;

    private final Secrets secrets;

    MailLinks(Secrets secrets) {
        this.secrets = secrets;
    }

    String token(Way way, UUID address) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(2 * BYTES)
                        .putLong(address.getMostSignificantBits())
                        .putLong(address.getLeastSignificantBits())
                        .put(mark(way, address))
                        .array());
    }

    /** The address it was made for; empty where it was not made here, or for something else. */
    Optional<UUID> address(Way way, String token) {
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
        return MessageDigest.isEqual(mark(way, address), Arrays.copyOfRange(bytes, BYTES, 2 * BYTES))
                ? Optional.of(address)
                : Optional.empty();
    }

    private byte[] mark(Way way, UUID address) {
        return Arrays.copyOf(secrets.lookupDigest(way.purpose + address), BYTES);
    }
}
