package org.bangxiao.order;

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
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.bangxiao.document.Documents;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.CsvFile;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Where claims are answered: by the supplier what its buyers ask, by the platform what was disputed. */
@Path(ClaimDeskPages.HERE)
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Role.SUPPLIER, Role.TASK_FORCE, Role.FINANCE})
class ClaimDeskPages {
    static final String HERE = "/desk/claims";

    private static final int SIZE = 20;
    private static final int MOST_EXPORTED = 10_000;
    private static final List<String> HEADING = List.of(
            "number",
            "order",
            "supplier",
            "cause",
            "wish",
            "state",
            "askedYuan",
            "approvedYuan",
            "freightYuan",
            "goods",
            "askedAt",
            "dueAt");

    @CheckedTemplate(basePath = "order", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance claims(
                List<Claim> claims, boolean waiting, @Nullable String next, @Nullable String first);

        static native TemplateInstance claimCase(ClaimDesk.Case shown, Form form);
    }

    private final ClaimDesk desk;
    private final Exchanges exchanges;
    private final Documents documents;
    private final CurrentActor actor;

    ClaimDeskPages(ClaimDesk desk, Exchanges exchanges, Documents documents, CurrentActor actor) {
        this.desk = desk;
        this.exchanges = exchanges;
        this.documents = documents;
        this.actor = actor;
    }

    @GET
    public Uni<TemplateInstance> list(
            @QueryParam("waiting") @DefaultValue("true") boolean waiting,
            @QueryParam("cursor") @Nullable String cursor) {
        String here = HERE + "?waiting=" + waiting;
        return desk.page(actor.required(), waiting, cursor, SIZE)
                .map(page -> Templates.claims(
                        page.items(),
                        waiting,
                        page.next() == null ? null : here + "&cursor=" + page.next(),
                        cursor == null ? null : here));
    }

    @GET
    @Path("/claims.csv")
    @Produces("text/csv")
    public Uni<Response> export(@QueryParam("waiting") @DefaultValue("true") boolean waiting) {
        return desk.page(actor.required(), waiting, null, MOST_EXPORTED)
                .map(page -> CsvFile.answer(
                        "claims.csv",
                        HEADING,
                        page.items().stream().map(ClaimDeskPages::row).toList()));
    }

    @GET
    @Path("/{id}")
    public Uni<TemplateInstance> one(@PathParam("id") UUID id) {
        return page(id, Form.empty());
    }

    @GET
    @Path("/{id}/photos/{sha256}")
    public Uni<Response> photo(@PathParam("id") UUID id, @PathParam("sha256") String sha256) {
        return desk.claim(actor.required(), id)
                .chain(claim -> claim.photos().contains(sha256)
                        ? documents.answer(sha256)
                        : Uni.createFrom().failure(Problem.notFound()));
    }

    @POST
    @Path("/{id}/answer")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> answer(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return orAgain(
                id,
                form,
                Uni.createFrom()
                        .deferred(() -> desk.answer(actor.required(), id, ClaimAnswers.of(form)))
                        .map(done -> Redirect.to(HERE + "/" + id, "flash.claim-answered")));
    }

    /** The same goods are on their way again. */
    @POST
    @Path("/{id}/exchange")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Role.SUPPLIER)
    public Uni<Response> exchange(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return orAgain(
                id,
                form,
                Uni.createFrom()
                        .deferred(() -> exchanges.send(
                                actor.required(),
                                id,
                                form.value("carrier"),
                                form.value("trackingNumber"),
                                grams(posted, form)))
                        .map(done -> Redirect.to(HERE + "/" + id, "flash.claim-exchanged")));
    }

    /** What was typed of each line that is weighed; nothing for an empty field. */
    private static Map<Integer, Long> grams(MultivaluedMap<String, String> posted, Form form) {
        Map<Integer, Long> grams = new TreeMap<>();
        posted.keySet().stream().filter(name -> name.matches("grams-\\d{1,4}")).forEach(name -> {
            Long typed = OrderDeskPages.grams(form, name);
            if (typed != null) {
                grams.put(Integer.valueOf(name.substring("grams-".length())), typed);
            }
        });
        return grams;
    }

    /** What the provider could not pay back is asked for again. */
    @POST
    @Path("/{id}/payment")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> payAgain(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return orAgain(
                id,
                Form.of(posted),
                desk.payAgain(actor.required(), id)
                        .map(done -> Redirect.to(HERE + "/" + id, "flash.claim-paid-again")));
    }

    private Uni<Response> orAgain(UUID id, Form form, Uni<Response> done) {
        return FormAnswer.orAgain(
                done.onFailure(Problem.class).transform(ClaimForm::atFields), form, again -> page(id, again));
    }

    private Uni<TemplateInstance> page(UUID id, Form form) {
        return desk.find(actor.required(), id).map(shown -> Templates.claimCase(shown, form));
    }

    private static List<String> row(Claim claim) {
        Long approved = claim.approvedFen();
        return List.of(
                claim.number(),
                claim.partNumber(),
                claim.supplierZh(),
                claim.cause().name(),
                claim.wish().name(),
                claim.state().name(),
                Money.yuan(claim.askedFen()),
                approved == null ? "" : Money.yuan(approved),
                approved == null ? "" : Money.yuan(claim.freightFen()),
                claim.goods() == null ? "" : claim.goods(),
                claim.askedAt().toString(),
                claim.dueAt() == null ? "" : claim.dueAt().toString());
    }
}
