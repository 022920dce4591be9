package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Path("/api/certificates/{number}")
@Cancellable(false)
@Tag(name = "certificates")
class CertificateResource {
    /** Another state, VALID, SUSPENDED or REVOKED, with the reason. */
    record Change(
            @Nullable CertificateState state, @Nullable String reason) {}

    /** RENEWAL or CHANGE. */
    record CaseRequest(@Nullable String kind) {}

    record OpenedCase(UUID applicationId) {}

    private final Verification verification;
    private final FollowUps followUps;
    private final Lookups lookups;
    private final Suspensions suspensions;
    private final CurrentActor currentActor;

    CertificateResource(
            Verification verification,
            FollowUps followUps,
            Lookups lookups,
            Suspensions suspensions,
            CurrentActor currentActor) {
        this.verification = verification;
        this.followUps = followUps;
        this.lookups = lookups;
        this.suspensions = suspensions;
        this.currentActor = currentActor;
    }

    @GET
    @PermitAll
    @Operation(summary = "A certificate by its number, as it stands today")
    public Uni<PublicCertificate> one(@PathParam("number") String number, @Context HttpServerRequest request) {
        return lookups.guarded(request.remoteAddress().hostAddress(), () -> verification.of(number), found -> false);
    }

    @POST
    @Path("/changes")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER})
    @Operation(summary = "Suspend, revoke or lift a certificate; which level may do which is data of the region")
    public Uni<CertificateView> change(@PathParam("number") String number, @Nullable Change change) {
        CertificateState state = change == null ? null : change.state();
        if (change == null || state == null) {
            throw Problem.field("/state", "field-required");
        }
        Actor actor = currentActor.required();
        String reason = Drafts.plain(change.reason());
        return switch (state) {
            case SUSPENDED -> suspensions.suspend(actor, number, reason);
            case REVOKED -> suspensions.revoke(actor, number, reason);
            case VALID -> suspensions.lift(actor, number, reason);
            case EXPIRED -> throw Problem.field("/state", "field-invalid", state);
        };
    }

    @POST
    @Path("/cases")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(summary = "Open the renewal of a certificate, or a change of what it says, as a draft")
    public Uni<OpenedCase> follow(@PathParam("number") String number, @Nullable CaseRequest request) {
        Actor actor = currentActor.required();
        String kind = request == null || request.kind() == null ? "" : request.kind();
        return switch (kind) {
            case FollowUps.RENEWAL -> followUps.renew(actor, number).map(OpenedCase::new);
            case FollowUps.CHANGE -> followUps.change(actor, number).map(OpenedCase::new);
            default -> throw Problem.field("/kind", "field-required");
        };
    }
}
