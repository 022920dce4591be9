package org.bangxiao.settlement;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.Messages;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.Shell;
import org.bangxiao.platform.web.WithTables;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The desk of finance people, and what an auditor sees of it. */
@Path("/desk/settlements")
@Cancellable(false)
@WithTables
@Produces(MediaType.TEXT_HTML)
class SettlementPages {
    private static final int RUNS_A_PAGE = 24;

    /** What the reader may do here. */
    record May(boolean prepare, boolean approve, boolean reject, boolean start) {}

    /** A run as the page shows it. */
    record Shown(
            UUID id,
            int number,
            String month,
            String state,
            long totalFen,
            long households,
            long pools,
            int carriedPools,
            String preparedBy,
            Instant preparedAt,
            @Nullable String approvedBy,
            @Nullable Instant approvedAt,
            @Nullable Instant finishedAt,
            int chunksDone,
            int chunks,
            String inputDigest,
            String resultDigest,
            @Nullable String root) {
        static Shown of(SettlementView view) {
            return new Shown(
                    view.id(),
                    view.number(),
                    "%d-%02d".formatted(view.month() / 100, view.month() % 100),
                    view.state(),
                    view.totalFen(),
                    view.households(),
                    view.pools().size(),
                    view.carriedPools(),
                    view.preparedByName(),
                    view.preparedAt(),
                    view.approvedByName(),
                    view.approvedAt(),
                    view.finishedAt(),
                    view.chunksDone(),
                    view.chunks(),
                    view.inputDigest(),
                    view.resultDigest(),
                    view.root());
        }
    }

    /** A pool as the page shows it. */
    record PoolRow(
            String productNameZh,
            String productNameEn,
            String supplierNameZh,
            String supplierNameEn,
            String leg,
            long members,
            long amountFen,
            String state,
            @Nullable Long changeFen) {
        static PoolRow of(SettlementView.Pool pool) {
            return new PoolRow(
                    pool.productNameZh(),
                    pool.productNameEn(),
                    pool.organisationNameZh(),
                    pool.organisationNameEn(),
                    pool.leg(),
                    pool.members(),
                    pool.amountFen(),
                    pool.state(),
                    pool.changeFen());
        }
    }

    @CheckedTemplate(basePath = "settlement", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance runs(
                List<Shown> runs, May may, Form form, @Nullable String next, @Nullable String first);

        static native TemplateInstance run(
                Shown run,
                List<PoolRow> poolRows,
                List<SettlementView.Month> months,
                @Nullable Review review,
                May may,
                @Nullable String whyNot);
    }

    private final Settlements settlements;
    private final Reviews reviews;
    private final CurrentActor currentActor;
    private final Shell shell;

    SettlementPages(Settlements settlements, Reviews reviews, CurrentActor currentActor, Shell shell) {
        this.settlements = settlements;
        this.reviews = reviews;
        this.currentActor = currentActor;
        this.shell = shell;
    }

    @GET
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    public Uni<TemplateInstance> list(@QueryParam("cursor") @Nullable String cursor) {
        return runs(cursor, Form.empty());
    }

    @POST
    @RolesAllowed(Role.FINANCE)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> prepare(MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return Uni.createFrom()
                .deferred(() -> settlements.prepare(currentActor.required(), null, monthOf(form.value("month"))))
                .map(view -> Redirect.to("/desk/settlements/" + view.id()))
                .onFailure(Problem.class)
                .recoverWithUni(failure -> runs(null, form.with(failure))
                        .map(page -> Response.status(422).entity(page).build()));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    public Uni<TemplateInstance> one(@PathParam("id") UUID id) {
        return page(id, null);
    }

    @POST
    @Path("/{id}/approval")
    @RolesAllowed(Role.FINANCE)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> approve(
            @PathParam("id") UUID id,
            @FormParam("resultDigest") String resultDigest,
            @FormParam("reviewDigest") @Nullable String reviewDigest) {
        return done(id, () -> settlements.approve(currentActor.required(), id, resultDigest, reviewDigest));
    }

    @POST
    @Path("/{id}/rejection")
    @RolesAllowed(Role.FINANCE)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> reject(@PathParam("id") UUID id) {
        return done(id, () -> settlements.reject(currentActor.required(), id));
    }

    @POST
    @Path("/{id}/start")
    @RolesAllowed(Role.FINANCE)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> start(@PathParam("id") UUID id) {
        return done(id, () -> settlements.run(currentActor.required(), id));
    }

    private Uni<Response> done(UUID id, Supplier<Uni<SettlementView>> work) {
        return Uni.createFrom()
                .deferred(() -> work.get())
                .map(view -> Redirect.to("/desk/settlements/" + id))
                .onFailure(SettlementPages::canBeSaidHere)
                .recoverWithUni(failure -> page(id, (Problem) failure)
                        .map(shown -> Response.status(409).entity(shown).build()));
    }

    private static boolean canBeSaidHere(Throwable failure) {
        return failure instanceof Problem problem && problem.kind() == Problem.Kind.CONFLICT;
    }

    private Uni<TemplateInstance> page(UUID id, @Nullable Problem problem) {
        Actor reader = currentActor.required();
        return settlements
                .find(reader, id)
                .chain(view -> reviews.of(reader, view)
                        .map(review -> Templates.run(
                                Shown.of(view),
                                view.pools().stream().map(PoolRow::of).toList(),
                                view.months(),
                                review.orElse(null),
                                may(reader, view, review.map(Review::open).orElse(0)),
                                whyNot(reader, view, problem))));
    }

    private Uni<TemplateInstance> runs(@Nullable String cursor, Form form) {
        Actor reader = currentActor.required();
        return settlements
                .list(reader, Page.numberOf(cursor, Integer.MAX_VALUE, Integer::valueOf), RUNS_A_PAGE)
                .map((Page<SettlementView> page) -> Templates.runs(
                        page.items().stream().map(Shown::of).toList(),
                        new May(reader.has(Role.FINANCE), false, false, false),
                        form,
                        page.next() == null ? null : "/desk/settlements?cursor=" + page.next(),
                        cursor == null ? null : "/desk/settlements"));
    }

    private static May may(Actor reader, SettlementView view, int openFindings) {
        boolean finance = reader.actsIn(Role.FINANCE, view.region());
        boolean prepared = view.state().equals("PREPARED");
        boolean approved = view.state().equals("APPROVED");
        return new May(
                finance,
                finance && prepared && openFindings == 0 && !view.preparedBy().equals(reader.accountId()),
                finance && (prepared || approved),
                finance && (approved || view.state().equals("RUNNING")));
    }

    private @Nullable String whyNot(Actor reader, SettlementView view, @Nullable Problem problem) {
        if (problem != null) {
            return Messages.get(
                    shell.locale(),
                    "problem." + problem.code(),
                    problem.arguments().toArray());
        }
        boolean own = view.state().equals("PREPARED") && view.preparedBy().equals(reader.accountId());
        return own ? Messages.get(shell.locale(), "problem.four-eyes") : null;
    }

    private static int monthOf(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw SettlementProblems.monthInvalid();
        }
    }
}
