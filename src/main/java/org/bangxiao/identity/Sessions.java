package org.bangxiao.identity;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Digests;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;

/** A browser's stay: a random secret in an HttpOnly cookie, its digest and end in the database, so that it can be ended. */
@ApplicationScoped
class Sessions {
    static final String COOKIE = "session";
    static final Duration LENGTH = Duration.ofHours(12);

    private final Tx tx;
    private final IdentityRepository repository;
    private final BusinessClock clock;

    Sessions(Tx tx, IdentityRepository repository, BusinessClock clock) {
        this.tx = tx;
        this.repository = repository;
        this.clock = clock;
    }

    /** Begins a stay and answers the secret for the cookie. */
    Uni<String> begin(Actor actor) {
        String secret = Ids.secret();
        Instant now = clock.instant();
        return repository
                .insertSession(tx.pool(), Digests.sha256(secret), actor.accountId(), now, now.plus(LENGTH))
                .replaceWith(secret);
    }

    Uni<Optional<Actor>> actorOf(String secret) {
        return repository
                .bySession(tx.pool(), Digests.sha256(secret), clock.instant())
                .map(found -> found.filter(account -> !account.disabled()).map(IdentityRepository.Credentials::actor));
    }

    Uni<Void> end(String secret) {
        return repository.endSession(tx.pool(), Digests.sha256(secret), clock.instant());
    }
}
