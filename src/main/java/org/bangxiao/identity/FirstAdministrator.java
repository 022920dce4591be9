package org.bangxiao.identity;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** An empty installation without the demo world gets one administrator, whose password is printed once and kept nowhere. */
@ApplicationScoped
class FirstAdministrator {
    private static final Logger LOG = Logger.getLogger("org.bangxiao");

    private final Tx tx;
    private final IdentityRepository repository;
    private final Accounts accounts;
    private final boolean demo;

    FirstAdministrator(
            Tx tx,
            IdentityRepository repository,
            Accounts accounts,
            @ConfigProperty(name = "bangxiao.demo") boolean demo) {
        this.tx = tx;
        this.repository = repository;
        this.accounts = accounts;
        this.demo = demo;
    }

    void start(@Observes @Priority(200) StartupEvent event) throws Throwable {
        if (!demo) {
            VertxContextSupport.subscribeAndAwait(
                    () -> repository.count(tx.pool()).chain(n -> n == 0 ? open() : nothing()));
        }
    }

    private Uni<Void> open() {
        String password = Ids.secret().substring(0, 20);
        return accounts.open(new AccountDraft(
                        "administrator",
                        "Administrator",
                        password,
                        null,
                        List.of(new Actor.Grant(Role.ADMINISTRATOR, null, null)),
                        false))
                .invoke(() ->
                        LOG.warnf("First start: sign in as administrator with password %s (shown once)", password))
                .replaceWithVoid();
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
