package org.bangxiao.partner;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.partner.BatchReport.RowAnswer;
import org.bangxiao.platform.web.CsvFile;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.WithTables;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Path("/desk")
@Cancellable(false)
@WithTables
@Produces(MediaType.TEXT_HTML)
class PartnerPages {
    private static final int BATCHES_A_PAGE = 20;
    private static final int ROWS_A_PAGE = 100;
    private static final int ROWS_A_FILE = 50_000;

    @CheckedTemplate(basePath = "partner", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance batches(
                List<BatchReport> batches, @Nullable String next, @Nullable String first, Form form);

        static native TemplateInstance batch(
                BatchReport batch,
                List<RowAnswer> rows,
                @Nullable String next,
                @Nullable String first,
                String fileHref);

        static native TemplateInstance confirmations(List<Batches.Waiting> waiting);
    }

    private final Batches batches;
    private final CurrentActor currentActor;

    PartnerPages(Batches batches, CurrentActor currentActor) {
        this.batches = batches;
        this.currentActor = currentActor;
    }

    @GET
    @Path("/partner")
    @RolesAllowed(Role.PARTNER)
    public Uni<TemplateInstance> list(@QueryParam("cursor") @Nullable UUID cursor) {
        return list(cursor, Form.empty());
    }

    private Uni<TemplateInstance> list(@Nullable UUID cursor, Form form) {
        return batches.list(partner(), cursor, BATCHES_A_PAGE)
                .map(page -> Templates.batches(
                        page.items(),
                        page.next() == null ? null : "/desk/partner?cursor=" + page.next(),
                        cursor == null ? null : "/desk/partner",
                        form));
    }

    /** What was reported by mistake, one number on each line. */
    @POST
    @Path("/partner/withdrawals")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Role.PARTNER)
    public Uni<Response> withdraw(MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> batches.withdraw(
                                partner(),
                                currentActor.required(),
                                form.value("externalIds").lines().toList(),
                                form.value("reason")))
                        .map(done -> Redirect.to("/desk/partner", "flash.sales-withdrawn")),
                form,
                again -> list(null, again));
    }

    @GET
    @Path("/partner/{batchId}")
    @RolesAllowed(Role.PARTNER)
    public Uni<TemplateInstance> one(
            @PathParam("batchId") UUID batchId, @QueryParam("cursor") @DefaultValue("0") int cursor) {
        String here = "/desk/partner/" + batchId;
        return batches.report(partner(), batchId)
                .chain(batch -> batches.refused(partner(), batchId, cursor, ROWS_A_PAGE)
                        .map(page -> Templates.batch(
                                batch,
                                page.items(),
                                page.next() == null ? null : here + "?cursor=" + page.next(),
                                cursor == 0 ? null : here,
                                here + "/rows.csv")));
    }

    @GET
    @Path("/partner/{batchId}/rows.csv")
    @Produces("text/csv;charset=UTF-8")
    @RolesAllowed(Role.PARTNER)
    public Uni<Response> file(@PathParam("batchId") UUID batchId, @QueryParam("cursor") @DefaultValue("0") int cursor) {
        return batches.refused(partner(), batchId, cursor, ROWS_A_FILE).map(page -> file(batchId, page));
    }

    @GET
    @Path("/confirmations")
    @RolesAllowed(Role.SUPPLIER)
    public Uni<TemplateInstance> waiting() {
        return batches.waitingFor(currentActor.required()).map(Templates::confirmations);
    }

    @POST
    @Path("/confirmations/{partnerId}/{batchId}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Role.SUPPLIER)
    public Uni<Response> confirm(
            @PathParam("partnerId") UUID partnerId,
            @PathParam("batchId") UUID batchId,
            MultivaluedMap<String, String> posted) {
        return batches.confirm(partnerId, batchId, currentActor.required(), supplier(posted.getFirst("supplier")))
                .map(done -> Redirect.to("/desk/confirmations", "flash.batch-confirmed"));
    }

    private static @Nullable UUID supplier(@Nullable String posted) {
        try {
            return posted == null || posted.isEmpty() ? null : UUID.fromString(posted);
        } catch (IllegalArgumentException notAnId) {
            throw Problem.notFound();
        }
    }

    /** Rows as a download; a further file, where there is one, is named by the Link header. */
    static Response file(UUID batchId, Page<RowAnswer> page) {
        Response file = CsvFile.answer(
                "batch-" + batchId + ".csv",
                List.of("row", "externalId", "status", "code"),
                page.items().stream()
                        .map(answer -> List.of(
                                String.valueOf(answer.row()),
                                Objects.requireNonNullElse(answer.externalId(), ""),
                                answer.status().name(),
                                Objects.requireNonNullElse(answer.code(), "")))
                        .toList());
        return page.next() == null
                ? file
                : Response.fromResponse(file)
                        .header("Link", "<?cursor=" + page.next() + ">; rel=\"next\"")
                        .build();
    }

    private UUID partner() {
        return currentActor.required().requireOrganisationAs(Role.PARTNER);
    }
}
