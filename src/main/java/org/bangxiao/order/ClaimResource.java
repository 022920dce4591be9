package org.bangxiao.order;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bangxiao.document.Documents;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** After-sales as JSON, for buyers, suppliers and the platform. */
@Path("/api")
@Cancellable(false)
@Tag(name = "after-sales")
class ClaimResource {
    /**
     * @param wish   MONEY or EXCHANGE (the same goods again); absent: MONEY
     * @param photos pictures in base64
     */
    record Asked(
            @Nullable String cause,
            @Nullable String wish,
            @Nullable String content,
            @Nullable List<ClaimDraft.Line> lines,
            @Nullable List<byte[]> photos) {}

    record SentBack(@Nullable String carrier, @Nullable String trackingNumber) {}

    /** @param lines what they weigh, of goods sold by weight */
    record SentAgain(
            @Nullable String carrier,
            @Nullable String trackingNumber,
            @Nullable List<Weighed> lines) {}

    record Weighed(int lineNo, long grams) {}

    record Dispute(@Nullable String reason) {}

    /**
     * An answer.
     *
     * @param state the state that was seen
     */
    record Answered(
            @Nullable String outcome,
            @Nullable String state,
            @Nullable String goods,
            @Nullable String note,
            @Nullable Long amountFen,
            @Nullable Boolean freight) {}

    private final Claims claims;
    private final ClaimDesk desk;
    private final Exchanges exchanges;
    private final Receipts receipts;
    private final LateOrders late;
    private final Documents documents;
    private final CurrentActor actor;

    ClaimResource(
            Claims claims,
            ClaimDesk desk,
            Exchanges exchanges,
            Receipts receipts,
            LateOrders late,
            Documents documents,
            CurrentActor actor) {
        this.claims = claims;
        this.desk = desk;
        this.exchanges = exchanges;
        this.receipts = receipts;
        this.late = late;
        this.documents = documents;
        this.actor = actor;
    }

    @POST
    @Path("/orders/{id}/receipt")
    @PermitAll
    @Operation(summary = "The buyer has received the goods of an order")
    public Uni<Void> received(@PathParam("id") UUID id, @HeaderParam("Cart-Token") @Nullable String token) {
        return receipts.received(id, shopper(token));
    }

    @POST
    @Path("/orders/{id}/cancellation")
    @PermitAll
    @Operation(
            summary =
                    "Cancel what of an order sold in advance was not sent when its days were over, or a visit in time",
            description = "Nobody has to consent; all the money for what was not sent goes back.")
    public Uni<Void> cancel(@PathParam("id") UUID id, @HeaderParam("Cart-Token") @Nullable String token) {
        return late.cancel(id, shopper(token));
    }

    @POST
    @Path("/orders/{id}/claims")
    @PermitAll
    @Operation(
            summary = "Ask for money back, or for the same goods again, for lines of an order",
            description = "Fresh goods within hours of their receipt, with a picture; others within days.")
    public Uni<Response> ask(
            @PathParam("id") UUID id, @Nullable Asked asked, @HeaderParam("Cart-Token") @Nullable String token) {
        if (asked == null) {
            throw Problem.of(Problem.Kind.INVALID, "json-unreadable");
        }
        List<ClaimDraft.Line> lines = asked.lines() == null ? List.of() : asked.lines();
        if (lines.stream().anyMatch(Objects::isNull)) {
            throw Problem.field("/lines", "field-required");
        }
        List<byte[]> photos = asked.photos() == null ? List.of() : asked.photos();
        if (photos.size() > Claims.MOST_PHOTOS || photos.stream().anyMatch(Objects::isNull)) {
            throw ClaimProblems.photo();
        }
        return Multi.createFrom()
                .iterable(photos)
                .onItem()
                .transformToUniAndConcatenate(documents::check)
                .collect()
                .asList()
                .map(checked -> new ClaimDraft(
                        ClaimForm.cause(asked.cause()),
                        ClaimForm.wish(asked.wish()),
                        Objects.requireNonNullElse(asked.content(), ""),
                        lines,
                        ClaimForm.pictures(checked)))
                .chain(draft -> claims.ask(id, shopper(token), draft))
                .map(claim -> Response.status(201).entity(claim).build());
    }

    @GET
    @Path("/claims/{id}")
    @PermitAll
    @Operation(summary = "A claim of one's own, how far it is and what goes back")
    public Uni<Claim> claim(
            @PathParam("id") UUID id,
            @QueryParam("key") @Nullable String key,
            @HeaderParam("Cart-Token") @Nullable String token) {
        return claims.find(id, shopper(token), key);
    }

    @POST
    @Path("/claims/{id}/withdrawal")
    @PermitAll
    @Operation(summary = "Give a claim up")
    public Uni<Void> withdraw(@PathParam("id") UUID id, @HeaderParam("Cart-Token") @Nullable String token) {
        return claims.withdraw(id, shopper(token), null);
    }

    @POST
    @Path("/claims/{id}/return")
    @PermitAll
    @Operation(summary = "The goods are on their way back")
    public Uni<Void> sendBack(
            @PathParam("id") UUID id, @Nullable SentBack sent, @HeaderParam("Cart-Token") @Nullable String token) {
        return claims.sendBack(
                id,
                shopper(token),
                null,
                text(sent == null ? null : sent.carrier()),
                text(sent == null ? null : sent.trackingNumber()));
    }

    @POST
    @Path("/claims/{id}/dispute")
    @PermitAll
    @Operation(summary = "Put a refusal before the platform")
    public Uni<Void> dispute(
            @PathParam("id") UUID id, @Nullable Dispute dispute, @HeaderParam("Cart-Token") @Nullable String token) {
        return claims.dispute(id, shopper(token), null, text(dispute == null ? null : dispute.reason()));
    }

    @GET
    @Path("/desk/claims")
    @RolesAllowed({Role.SUPPLIER, Role.TASK_FORCE, Role.FINANCE})
    @Operation(summary = "Claims that the supplier answers, or that the platform decides")
    public Uni<Page<Claim>> list(
            @QueryParam("waiting") @DefaultValue("true") boolean waiting,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("size") @DefaultValue("50") int size) {
        return desk.page(actor.required(), waiting, cursor, Page.sizeOf(size));
    }

    @GET
    @Path("/desk/claims/{id}")
    @RolesAllowed({Role.SUPPLIER, Role.TASK_FORCE, Role.FINANCE})
    @Operation(summary = "A claim with what approving it would take from each leg and from how many households")
    public Uni<ClaimDesk.Case> one(@PathParam("id") UUID id) {
        return desk.find(actor.required(), id);
    }

    @POST
    @Path("/desk/claims/{id}/answer")
    @RolesAllowed({Role.SUPPLIER, Role.TASK_FORCE, Role.FINANCE})
    @Operation(
            summary = "Answer a claim",
            description = "APPROVE, RETURN, EXCHANGE or REFUSE, naming the state that was seen.")
    public Uni<Void> answer(@PathParam("id") UUID id, @Nullable Answered answered) {
        if (answered == null) {
            throw Problem.field("/outcome", "field-required");
        }
        return desk.answer(
                actor.required(),
                id,
                new ClaimDesk.Answer(
                        ClaimAnswers.outcome(answered.outcome()),
                        ClaimAnswers.state(answered.state()),
                        answered.goods(),
                        text(answered.note()),
                        answered.amountFen(),
                        Boolean.TRUE.equals(answered.freight())));
    }

    @POST
    @Path("/desk/claims/{id}/exchange")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(
            summary = "The same goods are on their way again",
            description =
                    "Ends a claim whose exchange was agreed to; until then they are kept for it. Goods sold by weight"
                            + " are weighed again.")
    public Uni<Void> exchange(@PathParam("id") UUID id, @Nullable SentAgain sent) {
        List<Weighed> lines = sent == null || sent.lines() == null ? List.of() : sent.lines();
        if (lines.stream().anyMatch(Objects::isNull)) {
            throw Problem.field("/lines", "field-required");
        }
        return exchanges.send(
                actor.required(),
                id,
                text(sent == null ? null : sent.carrier()),
                text(sent == null ? null : sent.trackingNumber()),
                lines.stream().collect(Collectors.toMap(Weighed::lineNo, Weighed::grams, (first, last) -> last)));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private Shopper shopper(@Nullable String token) {
        return Shopper.of(actor, token);
    }
}
