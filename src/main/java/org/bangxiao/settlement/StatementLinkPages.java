package org.bangxiao.settlement;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.UUID;
import org.bangxiao.document.QrPicture;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.ledger.RecordProof;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** A household's statement on its own telephone, by a link that an officer hands over. */
@Path("/")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
class StatementLinkPages {
    @CheckedTemplate(basePath = "settlement", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance statementLink(String address, String qr, Instant until, String statementHref);
    }

    private final StatementLinks links;
    private final CurrentActor currentActor;

    StatementLinkPages(StatementLinks links, CurrentActor currentActor) {
        this.links = links;
        this.currentActor = currentActor;
    }

    @POST
    @Path("desk/households/{id}/statement/link")
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER})
    public Uni<TemplateInstance> hand(@PathParam("id") UUID id, @Context UriInfo here) {
        return links.hand(currentActor.required(), id).map(handed -> {
            String address = here.getBaseUri() + "my-statement/" + handed.token();
            return Templates.statementLink(
                    address, QrPicture.svg(address), handed.until(), "/desk/households/" + id + "/statement");
        });
    }

    @GET
    @Path("my-statement/{token}")
    @PermitAll
    public Uni<TemplateInstance> statement(
            @PathParam("token") String token, @QueryParam("month") @Nullable Integer month) {
        return links.open(token, month).map(statement -> StatementPages.page(statement, "/my-statement/" + token, false));
    }

    @GET
    @Path("my-statement/{token}/credits/{settlement}/{pool}")
    @PermitAll
    public Uni<TemplateInstance> proof(
            @PathParam("token") String token, @PathParam("settlement") UUID settlement, @PathParam("pool") long pool) {
        String here = "/my-statement/" + token;
        return links.proof(token, settlement, pool)
                .map(proof -> StatementPages.Templates.creditProof(
                        proof, here + "/credits/" + settlement + "/" + pool + "/proof.json", here));
    }

    @GET
    @Path("my-statement/{token}/credits/{settlement}/{pool}/proof.json")
    @Produces(MediaType.APPLICATION_JSON)
    @PermitAll
    public Uni<RecordProof> proofFile(
            @PathParam("token") String token, @PathParam("settlement") UUID settlement, @PathParam("pool") long pool) {
        return links.proof(token, settlement, pool);
    }
}
