package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The public halves of the keys that sign certificates. */
@Path("/api/certification/keys")
@Cancellable(false)
@Tag(name = "certificates")
class KeyResource {
    private final CertificateKeys keys;

    KeyResource(CertificateKeys keys) {
        this.keys = keys;
    }

    @GET
    @PermitAll
    @Operation(
            summary = "The keys that sign the codes on certificates (Ed25519, JWK): keep them to check without network")
    public Uni<CertificateKeys.KeySet> keys() {
        return keys.published();
    }
}
