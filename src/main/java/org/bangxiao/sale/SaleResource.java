package org.bangxiao.sale;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.bangxiao.ledger.RecordProof;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** A sale and its proof, for whoever has been given its id. */
@Path("/api/sales/{id}")
@Cancellable(false)
@Tag(name = "sales")
class SaleResource {
    private final SaleProofs proofs;

    SaleResource(SaleProofs proofs) {
        this.proofs = proofs;
    }

    @GET
    @PermitAll
    @Operation(summary = "What was sold, and where each fen of it went")
    public Uni<SaleView> sale(@PathParam("id") UUID id) {
        return proofs.sale(id);
    }

    @GET
    @Path("/proof")
    @PermitAll
    @Operation(
            summary = "That the sale stands under a signed root",
            description = "transaction is null while the sale waits to be sealed, which takes seconds")
    public Uni<RecordProof> proof(@PathParam("id") UUID id) {
        return proofs.of(id);
    }
}
