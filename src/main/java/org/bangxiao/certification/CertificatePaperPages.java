package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.bangxiao.kernel.Problem;
import org.bangxiao.region.PinnedPacks;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The certificate as a sheet to print. */
@Path("certificates/{number}/certificate.pdf")
@Cancellable(false)
class CertificatePaperPages {
    private final Verification verification;
    private final Certificates certificates;
    private final CertificateKeys keys;
    private final CertificatePaper paper;
    private final Lookups lookups;
    private final PinnedPacks packs;

    CertificatePaperPages(
            Verification verification,
            Certificates certificates,
            CertificateKeys keys,
            CertificatePaper paper,
            Lookups lookups,
            PinnedPacks packs) {
        this.verification = verification;
        this.certificates = certificates;
        this.keys = keys;
        this.paper = paper;
        this.lookups = lookups;
        this.packs = packs;
    }

    @GET
    @PermitAll
    @Produces({"application/pdf", "text/html"})
    public Uni<Response> pdf(
            @PathParam("number") String number, @Context UriInfo here, @Context HttpServerRequest request) {
        return lookups.guarded(request.remoteAddress().hostAddress(), () -> verification.of(number), found -> false)
                .chain(certificate -> certificates
                        .byNumber(number)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .chain(keys::code)
                        .chain(code -> packs.at(certificate.packVersion())
                                .chain(pack -> paper.draw(
                                        certificate, here.getBaseUri() + "verify?c=" + code, pack.markSvg())))
                        .map(pdf -> Response.ok(pdf, "application/pdf")
                                .header("Content-Disposition", "inline; filename=\"" + certificate.number() + ".pdf\"")
                                .build()));
    }
}
