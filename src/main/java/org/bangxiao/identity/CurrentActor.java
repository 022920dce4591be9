package org.bangxiao.identity;

import io.quarkus.security.identity.CurrentIdentityAssociation;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.bangxiao.kernel.Problem;

/** The actor of the request at hand, as the token or the session said. */
@ApplicationScoped
public class CurrentActor {
    static final String ATTRIBUTE = "actor";

    private final CurrentIdentityAssociation identity;

    CurrentActor(CurrentIdentityAssociation identity) {
        this.identity = identity;
    }

    public Optional<Actor> optional() {
        return Optional.ofNullable(identity.getIdentity().<Actor>getAttribute(ATTRIBUTE));
    }

    /** The actor, or {@code sign-in-needed} (401). */
    public Actor required() {
        return optional().orElseThrow(() -> Problem.of(Problem.Kind.UNAUTHENTICATED, "sign-in-needed"));
    }
}
