package org.bangxiao.organisation;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Suppliers for programs: come in, be seen, be decided on. Papers are sent in on the supplier's page. */
@Path("/api/suppliers")
@Cancellable(false)
@Tag(name = "suppliers")
class SupplierResource {
    /** A supplier and the account that acts for it. */
    record NewSupplier(
            @Nullable OrganisationKind kind,
            @Nullable String nameZh,
            @Nullable String nameEn,
            @Nullable String creditCode,
            @Nullable String areaCode,
            @Nullable String legalPerson,
            @Nullable String idNumber,
            @Nullable String bankName,
            @Nullable String bankAccount,
            @Nullable String username,
            @Nullable String password) {
        SupplierDraft draft() {
            return new SupplierDraft(
                    kind,
                    given(nameZh),
                    given(nameEn),
                    given(creditCode),
                    given(areaCode),
                    given(legalPerson),
                    given(idNumber),
                    given(bankName),
                    given(bankAccount));
        }
    }

    /** What a county decides: confirm, return, suspend or lift. */
    record Decision(
            @Nullable String action,
            @Nullable Integer version,
            @Nullable String reason) {}

    private final SupplierIntake intake;
    private final SupplierRegister register;
    private final CurrentActor currentActor;

    SupplierResource(SupplierIntake intake, SupplierRegister register, CurrentActor currentActor) {
        this.intake = intake;
        this.register = register;
        this.currentActor = currentActor;
    }

    @POST
    @PermitAll
    @Operation(summary = "Register a supplier and open the account that acts for it")
    public Uni<Response> register(@NotNull NewSupplier body) {
        return intake.register(body.draft(), given(body.username()), given(body.password()))
                .map(id -> Response.status(Response.Status.CREATED)
                        .header("Location", "/api/suppliers/" + id)
                        .entity(Map.of("id", id))
                        .build());
    }

    @GET
    @RolesAllowed({
        Role.COUNTY_OFFICER,
        Role.CITY_OFFICER,
        Role.REGION_OFFICER,
        Role.TASK_FORCE,
        Role.AUDITOR,
        Role.ADMINISTRATOR
    })
    @Operation(summary = "Suppliers of your area by state and words, those waiting longest first")
    public Uni<Page<SupplierView>> list(
            @QueryParam("state") @DefaultValue("") String state,
            @QueryParam("q") @DefaultValue("") String words,
            @QueryParam("cursor") @DefaultValue("") String cursor,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        int size = Page.sizeOf(limit);
        return register.page(currentActor.required(), words.strip(), state, cursor, size);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({
        Role.SUPPLIER,
        Role.COUNTY_OFFICER,
        Role.CITY_OFFICER,
        Role.REGION_OFFICER,
        Role.TASK_FORCE,
        Role.AUDITOR,
        Role.ADMINISTRATOR
    })
    @Operation(summary = "A supplier with its papers: your own, or one of your area")
    public Uni<SupplierView.WithDocuments> one(@PathParam("id") UUID id) {
        return register.seenBy(currentActor.required(), id);
    }

    @POST
    @Path("/{id}/decision")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Operation(summary = "Decide on a supplier of your county: confirm, return, suspend or lift")
    public Uni<SupplierView.WithDocuments> decide(@PathParam("id") UUID id, @NotNull Decision body) {
        var officer = currentActor.required();
        int version = Objects.requireNonNullElse(body.version(), -1);
        String reason = given(body.reason());
        Uni<Void> deed = switch (given(body.action())) {
            case "confirm" -> register.confirm(officer, id, version);
            case "return" -> register.sendBack(officer, id, version, reason);
            case "suspend" -> register.suspend(officer, id, version, reason);
            case "lift" -> register.lift(officer, id, version, reason);
            default -> throw Problem.field("/action", "field-required");
        };
        return deed.chain(() -> register.seenBy(officer, id));
    }

    private static String given(@Nullable String value) {
        return value == null ? "" : value;
    }
}
