package org.bangxiao.certification;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The certificate for everybody: its page, its mark, its QR code, and the form to check a number with. */
@Path("/")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
class CertificatePages {
    private static final String SVG = "image/svg+xml";
    private static final int NOT_FOUND = 404;

    @CheckedTemplate(basePath = "certification", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance certificate(PublicCertificate certificate);

        static native TemplateInstance verify(Form form, boolean notFound);
    }

    private final Verification verification;
    private final Certificates certificates;

    CertificatePages(Verification verification, Certificates certificates) {
        this.verification = verification;
        this.certificates = certificates;
    }

    @GET
    @Path("certificates/{number}")
    @PermitAll
    public Uni<TemplateInstance> certificate(@PathParam("number") String number) {
        return verification.of(number).map(Templates::certificate);
    }

    @GET
    @Path("certificates/{number}/qr.svg")
    @PermitAll
    @Produces(SVG)
    public Uni<String> qr(@PathParam("number") String number, @Context UriInfo here) {
        String base = here.getBaseUri().toString();
        return certificates
                .byNumber(number)
                .map(found -> QrPicture.svg(base + "certificates/"
                        + found.orElseThrow(Problem::notFound).number()));
    }

    /** Shown only while the certificate is valid. */
    @GET
    @Path("certificates/{number}/mark.svg")
    @PermitAll
    @Produces(SVG)
    public Uni<String> mark(@PathParam("number") String number) {
        return verification.mark(number);
    }

    /** A number never issued and a misspelt one get the same answer, so that nothing is learnt by trying. */
    @GET
    @Path("verify")
    @PermitAll
    public Uni<Response> verify(@QueryParam("number") @DefaultValue("") String number) {
        Form form = Form.of(Map.of("number", number));
        if (number.isBlank()) {
            return page(form, false);
        }
        return certificates
                .byNumber(number)
                .chain(found -> found.isEmpty()
                        ? page(form, true)
                        : Uni.createFrom()
                                .item(Redirect.to("/certificates/" + found.get().number())));
    }

    private static Uni<Response> page(Form form, boolean notFound) {
        return Templates.verify(form, notFound)
                .createUni()
                .map(html -> CasePages.html(notFound ? NOT_FOUND : Response.Status.OK.getStatusCode(), html));
    }
}
