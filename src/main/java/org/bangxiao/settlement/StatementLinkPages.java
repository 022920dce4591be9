package org.bangxiao.settlement;

import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.bangxiao.ledger.RecordProof;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** A household's statement on its own telephone, by a link that an officer hands over. */
@Path("/my-statement/{token}")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
class StatementLinkPages {
    private final StatementLinks links;

    StatementLinkPages(StatementLinks links) {
        this.links = links;
    }

    @GET
    @PermitAll
    public Uni<TemplateInstance> statement(
            @PathParam("token") String token, @QueryParam("month") @Nullable Integer month) {
        return links.open(token, month)
                .map(statement -> StatementPages.page(statement, "/my-statement/" + token, false));
    }

    @GET
    @Path("/credits/{settlement}/{pool}")
    @PermitAll
    public Uni<TemplateInstance> proof(
            @PathParam("token") String token, @PathParam("settlement") UUID settlement, @PathParam("pool") long pool) {
        String here = "/my-statement/" + token;
        return links.proof(token, settlement, pool)
                .map(proof -> StatementPages.Templates.creditProof(
                        proof, here + "/credits/" + settlement + "/" + pool + "/proof.json", here));
    }

    @GET
    @Path("/credits/{settlement}/{pool}/proof.json")
    @Produces(MediaType.APPLICATION_JSON)
    @PermitAll
    public Uni<RecordProof> proofFile(
            @PathParam("token") String token, @PathParam("settlement") UUID settlement, @PathParam("pool") long pool) {
        return links.proof(token, settlement, pool);
    }
}
