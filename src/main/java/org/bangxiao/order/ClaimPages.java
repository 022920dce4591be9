package org.bangxiao.order;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
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
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.bangxiao.document.Documents;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.kernel.Problem;
import org.bangxiao.payment.PaymentRefund;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The buyer's pages of after-sales: goods arrived, ask for money back, follow it; for guests by cookie or by link. */
@Path("/")
@Cancellable(false)
@PermitAll
@Produces(MediaType.TEXT_HTML)
class ClaimPages {
    @CheckedTemplate(basePath = "order", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance claimForm(ClaimTerms terms, List<String> causes, Form form);

        static native TemplateInstance claim(Claim claim, @Nullable PaymentRefund refund, String key, Form form);
    }

    private final Claims claims;
    private final Receipts receipts;
    private final LateOrders late;
    private final Documents documents;
    private final CurrentActor actor;

    ClaimPages(Claims claims, Receipts receipts, LateOrders late, Documents documents, CurrentActor actor) {
        this.claims = claims;
        this.receipts = receipts;
        this.late = late;
        this.documents = documents;
        this.actor = actor;
    }

    @POST
    @Path("purchases/{purchase}/orders/{part}/receipt")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> received(
            @PathParam("purchase") UUID purchase,
            @PathParam("part") UUID part,
            @CookieParam(Shopper.COOKIE) @Nullable String guest,
            MultivaluedMap<String, String> posted) {
        return receipts.received(part, shopper(guest))
                .map(done -> Redirect.to("/purchases/" + purchase, "flash.received"));
    }

    @POST
    @Path("purchases/{purchase}/orders/{part}/cancel")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> cancel(
            @PathParam("purchase") UUID purchase,
            @PathParam("part") UUID part,
            @CookieParam(Shopper.COOKIE) @Nullable String guest,
            MultivaluedMap<String, String> posted) {
        return late.cancel(part, shopper(guest))
                .map(done -> Redirect.to("/purchases/" + purchase, "flash.late-cancelled"));
    }

    @GET
    @Path("purchases/orders/{part}/claim")
    public Uni<TemplateInstance> form(
            @PathParam("part") UUID part, @CookieParam(Shopper.COOKIE) @Nullable String guest) {
        return form(part, guest, Form.empty());
    }

    @POST
    @Path("purchases/orders/{part}/claim")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Uni<Response> ask(
            @PathParam("part") UUID part,
            @CookieParam(Shopper.COOKIE) @Nullable String guest,
            @RestForm("cause") @Nullable String cause,
            @RestForm("wish") @Nullable String wish,
            @RestForm("content") @Nullable String content,
            @RestForm("line") @Nullable List<String> line,
            @RestForm("quantity") @Nullable List<String> quantity,
            @RestForm("amount") @Nullable List<String> amount,
            @RestForm("photos") @Nullable List<FileUpload> photos) {
        ClaimForm asked = ClaimForm.of(cause, wish, content, line, quantity, amount, photos);
        return orAgain(
                Uni.createFrom()
                        .deferred(() -> asked.draft(documents))
                        .chain(draft -> claims.ask(part, shopper(guest), draft))
                        .map(claim -> Redirect.to(
                                "/claims/" + claim.id(),
                                claim.is("APPROVED") ? "flash.claim-given-up" : "flash.claim-asked")),
                asked.typed(),
                form -> form(part, guest, form));
    }

    @GET
    @Path("claims/{id}")
    public Uni<TemplateInstance> claim(
            @PathParam("id") UUID id,
            @QueryParam("key") @Nullable String key,
            @CookieParam(Shopper.COOKIE) @Nullable String guest) {
        return page(id, guest, key, Form.empty());
    }

    @GET
    @Path("claims/{id}/photos/{sha256}")
    public Uni<Response> photo(
            @PathParam("id") UUID id,
            @PathParam("sha256") String sha256,
            @QueryParam("key") @Nullable String key,
            @CookieParam(Shopper.COOKIE) @Nullable String guest) {
        return claims.find(id, shopper(guest), key)
                .chain(claim -> claim.photos().contains(sha256)
                        ? documents.answer(sha256)
                        : Uni.createFrom().failure(Problem.notFound()));
    }

    @POST
    @Path("claims/{id}/withdrawal")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> withdraw(
            @PathParam("id") UUID id,
            @FormParam("key") @Nullable String key,
            @CookieParam(Shopper.COOKIE) @Nullable String guest) {
        return step(id, guest, key, Form.empty(), claims.withdraw(id, shopper(guest), key), "flash.claim-withdrawn");
    }

    @POST
    @Path("claims/{id}/return")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> sendBack(
            @PathParam("id") UUID id,
            MultivaluedMap<String, String> posted,
            @CookieParam(Shopper.COOKIE) @Nullable String guest) {
        Form form = Form.of(posted);
        String key = posted.getFirst("key");
        return step(
                id,
                guest,
                key,
                form,
                claims.sendBack(id, shopper(guest), key, form.value("carrier"), form.value("trackingNumber")),
                "flash.claim-sent-back");
    }

    @POST
    @Path("claims/{id}/dispute")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> dispute(
            @PathParam("id") UUID id,
            MultivaluedMap<String, String> posted,
            @CookieParam(Shopper.COOKIE) @Nullable String guest) {
        Form form = Form.of(posted);
        String key = posted.getFirst("key");
        return step(
                id,
                guest,
                key,
                form,
                claims.dispute(id, shopper(guest), key, form.value("reason")),
                "flash.claim-disputed");
    }

    private Uni<Response> step(
            UUID id, @Nullable String guest, @Nullable String key, Form form, Uni<Void> done, String flash) {
        String query = key == null || key.isBlank() ? "" : "?key=" + key.replaceAll("[^0-9a-f]", "");
        return orAgain(
                done.map(ok -> Redirect.to("/claims/" + id + query, flash)),
                form,
                again -> page(id, guest, key, again));
    }

    private Uni<TemplateInstance> form(UUID part, @Nullable String guest, Form form) {
        return claims.askable(part, shopper(guest)).map(terms -> Templates.claimForm(terms, causes(terms), form));
    }

    /** What may be given as a cause now; before the goods are sent there is one. */
    private static List<String> causes(ClaimTerms terms) {
        boolean allFresh = terms.fresh().size() == terms.part().lines().size();
        return Arrays.stream(Claim.Cause.values())
                .filter(cause -> (cause == Claim.Cause.NOT_SENT) == terms.unsent()
                        && !(cause == Claim.Cause.CHANGED_MIND
                                && (allFresh || terms.part().visit())))
                .map(Enum::name)
                .toList();
    }

    private Uni<TemplateInstance> page(UUID id, @Nullable String guest, @Nullable String key, Form form) {
        return claims.find(id, shopper(guest), key)
                .chain(claim -> claims.refund(claim)
                        .map(refund -> Templates.claim(claim, refund.orElse(null), claims.key(id), form)));
    }

    private static Uni<Response> orAgain(Uni<Response> done, Form form, Function<Form, Uni<TemplateInstance>> page) {
        return FormAnswer.orAgain(done.onFailure(Problem.class).transform(ClaimForm::atFields), form, page);
    }

    private Shopper shopper(@Nullable String guest) {
        return Shopper.of(actor, guest);
    }
}
