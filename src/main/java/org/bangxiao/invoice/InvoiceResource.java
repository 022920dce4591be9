package org.bangxiao.invoice;

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
import java.time.LocalDate;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.order.Shopper;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Invoices as JSON. A guest sends the cart's token, as for purchases. */
@Path("/api/invoices")
@Cancellable(false)
@Tag(name = "invoices")
class InvoiceResource {
    private static final int SIZE = 50;

    /** @param kind PERSON or UNIT; {@code taxNumber} of a unit only */
    record Asking(
            @Nullable UUID orderId,
            @Nullable String kind,
            @Nullable String title,
            @Nullable String taxNumber,
            @Nullable String email) {}

    record Issue(@Nullable String number, @Nullable LocalDate issuedOn) {}

    private final Invoices invoices;
    private final CurrentActor actor;

    InvoiceResource(Invoices invoices, CurrentActor actor) {
        this.invoices = invoices;
        this.actor = actor;
    }

    @POST
    @PermitAll
    @Operation(summary = "Ask for an invoice of your order, or change to whom it is made out until it is issued")
    public Uni<Invoice> ask(@Nullable Asking asking, @HeaderParam("Cart-Token") @Nullable String token) {
        if (asking == null) {
            throw Problem.of(Problem.Kind.INVALID, "json-unreadable");
        }
        UUID order = asking.orderId();
        if (order == null) {
            throw Problem.field("/orderId", "field-required");
        }
        return invoices.ask(
                Shopper.of(actor, token),
                order,
                new Payer(asking.kind(), asking.title(), asking.taxNumber(), asking.email()));
    }

    @GET
    @RolesAllowed(Role.SUPPLIER)
    @Operation(summary = "Invoices that buyers asked of you, the newest first")
    public Uni<Page<Invoice>> list(
            @QueryParam("waiting") @DefaultValue("true") boolean waiting, @QueryParam("cursor") @Nullable UUID cursor) {
        return invoices.atDesk(actor.required(), waiting, cursor, SIZE);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(summary = "One of them; to whom it is made out in the clear until it is issued, which is written down")
    public Uni<Invoices.Opened> one(@PathParam("id") UUID id) {
        return invoices.open(actor.required(), id);
    }

    @POST
    @Path("/{id}/issue")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(summary = "Note under which number and day the invoice was issued; once")
    public Uni<Void> issue(@PathParam("id") UUID id, @Nullable Issue issue) {
        return invoices.issue(
                actor.required(), id, issue == null ? null : issue.number(), issue == null ? null : issue.issuedOn());
    }
}
