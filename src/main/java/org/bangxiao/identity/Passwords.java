package org.bangxiao.identity;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Argon2id with two passes, on a worker thread: never on the event loop. The memory comes from the configuration and stands
 * in each hash, so that those made before a change still open.
 */
@ApplicationScoped
class Passwords {
    private static final int PASSES = 2;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;

    private final Vertx vertx;
    private final Argon2Function argon2;

    Passwords(Vertx vertx, @ConfigProperty(name = "bangxiao.identity.password-kibibytes") int kibibytes) {
        this.vertx = vertx;
        this.argon2 = Argon2Function.getInstance(kibibytes, PASSES, 1, HASH_BYTES, Argon2.ID);
    }

    Uni<String> hash(String password) {
        return vertx.executeBlocking(
                () -> Password.hash(password)
                        .addRandomSalt(SALT_BYTES)
                        .with(argon2)
                        .getResult(),
                false);
    }

    Uni<Boolean> matches(String password, String hash) {
        return vertx.executeBlocking(
                () -> Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash)), false);
    }

    /** Takes as long as a known name's check, so that the time tells nobody which names there are. */
    Uni<Boolean> matchesNobody(String password) {
        return hash(password).map(ignored -> false);
    }
}
