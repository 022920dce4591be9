package org.bangxiao.identity;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;

/**
 * Checks a name and a password. Failures slow down both the name and the address they come from, whoever the name is:
 * {@code sign-in-failed} (401) is the same for a wrong password and an unknown name, {@code sign-in-slow-down} (429)
 * says how many seconds to wait.
 */
@ApplicationScoped
class SignIn {
    private static final int FREE_FAILURES = 4;

    private final Tx tx;
    private final IdentityRepository repository;
    private final Passwords passwords;
    private final BusinessClock clock;

    SignIn(Tx tx, IdentityRepository repository, Passwords passwords, BusinessClock clock) {
        this.tx = tx;
        this.repository = repository;
        this.passwords = passwords;
        this.clock = clock;
    }

    Uni<Actor> with(String username, String password, String address) {
        String name = username.strip().toLowerCase(Locale.ROOT);
        List<String> ofName = List.of("name:" + name);
        List<String> both = List.of("address:" + address, "name:" + name);
        Instant now = clock.instant();
        return repository
                .retryAfter(tx.pool(), both)
                .invoke(slowed -> slowed.filter(until -> until.isAfter(now)).ifPresent(until -> {
                    Duration wait = Duration.between(now, until).plusSeconds(1);
                    throw Problem.tooMany(wait, "sign-in-slow-down", wait.toSeconds());
                }))
                .chain(() -> repository.byUsername(tx.pool(), name))
                .chain(found -> checked(found, password))
                .chain(ok -> ok.isPresent() ? entered(ok.get(), ofName) : refused(both, now));
    }

    private Uni<Optional<Actor>> checked(Optional<IdentityRepository.Credentials> found, String password) {
        if (found.isEmpty() || found.get().disabled()) {
            return passwords.matchesNobody(password).map(never -> Optional.empty());
        }
        Actor actor = found.get().actor();
        return passwords
                .matches(password, found.get().passwordHash())
                .map(matches -> matches ? Optional.of(actor) : Optional.empty());
    }

    private Uni<Actor> entered(Actor actor, List<String> ofName) {
        return repository.forgetFailures(tx.pool(), ofName).replaceWith(actor);
    }

    private Uni<Actor> refused(List<String> both, Instant now) {
        return repository.countFailure(tx.pool(), both, FREE_FAILURES, now).map(ignored -> {
            throw Problem.of(Problem.Kind.UNAUTHENTICATED, "sign-in-failed");
        });
    }
}
