package org.bangxiao.report;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The books as JSON. */
@Path("/api/books")
@Cancellable(false)
@RolesAllowed({Role.AUDITOR, Role.FINANCE})
@Tag(name = "books")
class BooksResource {
    private final Books books;
    private final CurrentActor actor;

    BooksResource(Books books, CurrentActor actor) {
        this.books = books;
        this.actor = actor;
    }

    @GET
    @Path("trial-balance")
    @Operation(
            summary = "All kinds of accounts at the end of a day",
            description = "by: RECORDED counts what was recorded until then, VALUE what concerns the days until then")
    public Uni<Books.TrialBalance> trial(
            @QueryParam("day") @Nullable String day, @QueryParam("by") @Nullable String by) {
        return books.trial(books.day(day), Books.by(by));
    }

    @GET
    @Path("account")
    @Operation(summary = "An account at the end of a day, counted both ways, with its lines, the latest first")
    public Uni<Books.AccountBalance> account(
            @QueryParam("kind") @DefaultValue("") String kind,
            @QueryParam("owner") @DefaultValue("") String owner,
            @QueryParam("day") @Nullable String day,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("size") @DefaultValue("50") int size) {
        return books.account(actor.required(), kind, owner, books.day(day), cursor, size);
    }

    @GET
    @Path("transactions/{id}")
    @Operation(summary = "A transaction of the journal with its lines; owners of other areas are left out")
    public Uni<Books.JournalEntry> entry(
            @PathParam("id") long id,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("size") @DefaultValue("50") int size) {
        return books.entry(actor.required(), id, cursor, size);
    }

    @GET
    @Path("transactions/{id}/text")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(
            summary =
                    "The canonical text whose SHA-256 is the transaction's body hash in /api/proofs/transactions/{id}")
    public Uni<String> text(@PathParam("id") long id) {
        return books.text(id);
    }
}
