package org.bangxiao.support;

import io.quarkus.arc.Arc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.organisation.Mandates;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.organisation.Organisations;
import org.bangxiao.platform.BusinessClock;

/** An agent and the mandates that suppliers give it. */
public record Agency(Actor agent) {
    public static Agency open() {
        return new Agency(People.of(Role.SUPPLIER, Suppliers.agent("450125").id()));
    }

    /** Asked for and confirmed, from today to a last day; for everything where no product is named. */
    public UUID mandate(Actor supplier, List<UUID> products, boolean mayApply, LocalDate until) {
        Mandates mandates = bean(Mandates.class);
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        OrganisationView of = Await.await(() -> bean(Organisations.class).find(organisation));
        Mandates.Wish wish = new Mandates.Wish(
                String.valueOf(of.creditCode()),
                products,
                mayApply,
                bean(BusinessClock.class).today(),
                until);
        UUID mandate = Await.await(() -> mandates.propose(agent, wish, paper()));
        Await.await(() -> mandates.decide(supplier, mandate, true));
        return mandate;
    }

    public UUID mandate(Actor supplier, List<UUID> products, boolean mayApply) {
        return mandate(
                supplier, products, mayApply, bean(BusinessClock.class).today().plusDays(30));
    }

    public void end(UUID mandate) {
        Await.await(() -> bean(Mandates.class).end(agent, mandate));
    }

    private static Path paper() {
        try {
            return Files.write(Files.createTempFile("mandate", ".bin"), Papers.jpeg());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }
}
