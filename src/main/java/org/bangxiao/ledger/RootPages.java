package org.bangxiao.ledger;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.bangxiao.kernel.Problem;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The signed root of each day, for people and for the auditors' machines. */
@Path("/roots")
@Cancellable(false)
class RootPages {
    private static final int DAYS_A_PAGE = 60;

    /** A day as the page shows it. */
    record Root(
            long no,
            LocalDate day,
            String root,
            String kid,
            String signature,
            long blocks,
            long transactions,
            String href,
            boolean isFinal) {
        static Root of(Checkpoint checkpoint) {
            return new Root(
                    checkpoint.no(),
                    checkpoint.day(),
                    checkpoint.root(),
                    checkpoint.keyId(),
                    checkpoint.signature(),
                    checkpoint.lastBlock() - checkpoint.firstBlock() + 1,
                    checkpoint.transactions(),
                    "/roots/" + checkpoint.day() + ".json",
                    checkpoint.isFinal());
        }
    }

    @CheckedTemplate(basePath = "ledger", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance roots(
                List<Root> roots,
                List<ClosedMonth> months,
                String keysHref,
                @Nullable String next,
                @Nullable String first);
    }

    private final Proofs proofs;
    private final Months months;

    RootPages(Proofs proofs, Months months) {
        this.proofs = proofs;
        this.months = months;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    @PermitAll
    public Uni<TemplateInstance> roots(@QueryParam("before") @Nullable String before) {
        LocalDate until = before == null ? LocalDate.of(9999, 1, 1) : day(before);
        Uni<List<ClosedMonth>> closed =
                before == null ? months.closed() : Uni.createFrom().item(List.of());
        return closed.chain(ended -> proofs.days(until, DAYS_A_PAGE + 1).map(days -> {
            boolean more = days.size() > DAYS_A_PAGE;
            List<Checkpoint> shown = more ? days.subList(0, DAYS_A_PAGE) : days;
            return Templates.roots(
                    shown.stream().map(Root::of).toList(),
                    ended,
                    "/api/proofs/keys",
                    more ? "/roots?before=" + shown.get(DAYS_A_PAGE - 1).day() : null,
                    before == null ? null : "/roots");
        }));
    }

    /** The closed months for machines. */
    @GET
    @Path("/months.json")
    @Produces(MediaType.APPLICATION_JSON)
    @PermitAll
    public Uni<List<ClosedMonth>> closedMonths() {
        return months.closed();
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
