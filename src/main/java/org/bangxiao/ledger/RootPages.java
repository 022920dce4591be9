package org.bangxiao.ledger;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.bangxiao.kernel.Problem;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The signed root of each day, for people and for the auditors' machines. */
@Path("/roots")
@Cancellable(false)
class RootPages {
    private final Proofs proofs;

    RootPages(Proofs proofs) {
        this.proofs = proofs;
    }

    @GET
    @Path("/{day: \\d{4}-\\d{2}-\\d{2}}.json")
    @Produces(MediaType.APPLICATION_JSON)
    @PermitAll
    public Uni<Checkpoint> root(@PathParam("day") String day) {
        LocalDate wanted = day(day);
        return proofs.days(wanted.plusDays(1), 1)
                .map(days -> days.stream()
                        .filter(found -> found.day().equals(wanted))
                        .findFirst()
                        .orElseThrow(Problem::notFound));
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw Problem.notFound();
        }
    }
}
