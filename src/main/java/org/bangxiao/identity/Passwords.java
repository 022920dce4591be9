package org.bangxiao.identity;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;

/** Argon2id with 19 MiB and two passes (OWASP's floor), on a worker thread: never on the event loop. */
@ApplicationScoped
class Passwords {
    private static final Argon2Function ARGON2 = Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);
    private static final int SALT_BYTES = 16;

    private final Vertx vertx;

    Passwords(Vertx vertx) {
        this.vertx = vertx;
    }

    Uni<String> hash(String password) {
        return vertx.executeBlocking(
                () -> Password.hash(password)
                        .addRandomSalt(SALT_BYTES)
                        .with(ARGON2)
                        .getResult(),
                false);
    }

    Uni<Boolean> matches(String password, String hash) {
        return vertx.executeBlocking(() -> Password.check(password, hash).with(ARGON2), false);
    }

    /** Takes as long as a known name's check, so that the time tells nobody which names there are. */
    Uni<Boolean> matchesNobody(String password) {
        return hash(password).map(ignored -> false);
    }
}
