package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.bangxiao.certification.SheetExchange;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.web.Shell;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Many of a supplier's goods by one sheet. */
@Path("/api/goods-sheets")
@Cancellable(false)
@RolesAllowed(Role.SUPPLIER)
@Tag(name = "listings")
class GoodsSheetResource {
    private final GoodsSheets sheets;
    private final CurrentActor actor;

    GoodsSheetResource(GoodsSheets sheets, CurrentActor actor) {
        this.sheets = sheets;
        this.actor = actor;
    }

    @POST
    // What it is, its content says.
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Upload a sheet of goods as CSV or XLSX: shows what would come of it, row by row")
    public Uni<GoodsSheet> upload(@QueryParam("name") @Nullable String name, byte @Nullable [] file) {
        return sheets.upload(actor.required(), name, file == null ? new byte[0] : file);
    }

    @GET
    @Path("/template")
    @Operation(summary = "My organisation's goods as they are, as csv or xlsx")
    public Uni<Response> template(@QueryParam("format") @Nullable String format, RoutingContext context) {
        String language = Shell.languageOf(context.request());
        return sheets.template(actor.required(), language)
                .map(rows -> SheetExchange.answer("goods", format, rows, language));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "A sheet, what comes of each row, and what is wrong at which row and column")
    public Uni<GoodsSheet> one(@PathParam("id") UUID id) {
        return sheets.find(actor.required(), id);
    }

    @POST
    @Path("/{id}/confirmation")
    @Operation(summary = "Write every good row, once")
    public Uni<GoodsSheet> confirm(@PathParam("id") UUID id) {
        return sheets.confirm(actor.required(), id);
    }

    @GET
    @Path("/{id}/corrections")
    @Operation(summary = "The rejected rows with a column that says what is wrong, as csv or xlsx")
    public Uni<Response> corrections(
            @PathParam("id") UUID id, @QueryParam("format") @Nullable String format, RoutingContext context) {
        String language = Shell.languageOf(context.request());
        return sheets.corrections(actor.required(), id, language)
                .map(rows -> SheetExchange.answer("corrections", format, rows, language));
    }
}
