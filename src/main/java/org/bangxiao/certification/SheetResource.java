package org.bangxiao.certification;

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
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.web.Shell;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Path("/api/certification/sheets")
@Cancellable(false)
@Tag(name = "certification")
class SheetResource {
    private final Sheets sheets;
    private final CurrentActor currentActor;

    SheetResource(Sheets sheets, CurrentActor currentActor) {
        this.sheets = sheets;
        this.currentActor = currentActor;
    }

    @POST
    @RolesAllowed(Role.SUPPLIER)
    // What it is, its content says.
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Upload a sheet of products as CSV or XLSX: shows what would come of it, row by row")
    public Uni<SheetView> upload(@QueryParam("name") @Nullable String name, byte @Nullable [] file) {
        return sheets.upload(currentActor.required(), name, file == null ? new byte[0] : file);
    }

    @GET
    @Path("/template")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(summary = "The empty sheet with its heading, as csv or xlsx")
    public Response template(@QueryParam("format") @Nullable String format, RoutingContext context) {
        String language = Shell.languageOf(context.request());
        return SheetExchange.answer("products", format, List.of(SheetRows.heading(language)), language);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(summary = "A sheet with its rows and what is wrong at which row and column")
    public Uni<SheetView> one(@PathParam("id") UUID id) {
        return sheets.find(currentActor.required(), id);
    }

    @POST
    @Path("/{id}/confirmation")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(summary = "Make a draft of each good row, once")
    public Uni<SheetView> confirm(@PathParam("id") UUID id) {
        return sheets.confirm(currentActor.required(), id);
    }

    @GET
    @Path("/{id}/corrections")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(summary = "The failing rows with a column that says what is wrong, as csv or xlsx")
    public Uni<Response> corrections(
            @PathParam("id") UUID id, @QueryParam("format") @Nullable String format, RoutingContext context) {
        String language = Shell.languageOf(context.request());
        return sheets.corrections(currentActor.required(), id, language)
                .map(rows -> SheetExchange.answer("corrections", format, rows, language));
    }
}
