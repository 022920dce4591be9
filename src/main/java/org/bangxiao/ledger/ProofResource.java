package org.bangxiao.ledger;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Base64;
import java.util.List;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Tx;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The published keys, and the proof of a transaction: hashes only, so anybody may read it. */
@Path("/api/proofs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "proofs")
@Cancellable(false)
class ProofResource {
    /** A set of keys as RFC 7517 and RFC 8037 write it. */
    record KeySet(List<Key> keys) {}

    record Key(String kid, String kty, String crv, String x) {}

    private final Proofs proofs;
    private final SealRepository repository;
    private final Tx tx;

    ProofResource(Proofs proofs, SealRepository repository, Tx tx) {
        this.proofs = proofs;
        this.repository = repository;
        this.tx = tx;
    }

    @GET
    @Path("/keys")
    @PermitAll
    @Operation(summary = "The keys that sign the roots (Ed25519, JWK)")
    public Uni<KeySet> keys() {
        return repository
                .keys(tx.pool())
                .map(stored -> new KeySet(stored.stream()
                        .map(key -> new Key(
                                key.kid(),
                                "OKP",
                                "Ed25519",
                                Base64.getUrlEncoder().withoutPadding().encodeToString(key.publicKey())))
                        .toList()));
    }

    @GET
    @Path("/transactions/{id}")
    @PermitAll
    @Operation(summary = "That a transaction stands under a signed root; 404 until it is sealed")
    public Uni<TxProof> transaction(@PathParam("id") long id) {
        return proofs.of(id).map(found -> found.orElseThrow(Problem::notFound));
    }
}
