package org.bangxiao.certification;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
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
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bangxiao.document.QrPicture;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.web.CsvFile;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.region.Label;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.bangxiao.region.Words;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The certificate for everybody: its page, its mark, its QR code, and the form to check a number with. */
@Path("/")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
class CertificatePages {
    private static final String SVG = "image/svg+xml";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int ROWS_A_PAGE = 50;

    /** One row of the register of changes. */
    record Change(CertificateRegister.Announced announced, Label county, Words words) {}

    /** A certificate that was found, and what its product was called on the day it was announced. */
    record Named(CertificateView certificate, Label word) {}

    @CheckedTemplate(basePath = "certification", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance certificate(PublicCertificate certificate);

        static native TemplateInstance verify(
                Form form,
                boolean notFound,
                Lookups.@Nullable Found found,
                @Nullable Named one,
                List<Named> byName,
                String code,
                String keys);

        static native TemplateInstance certificateVersion(
                CertificateView certificate, CertificateVersion version, Label county, Label category, Words words);

        static native TemplateInstance certificateChanges(
                List<Change> changes, @Nullable String next, @Nullable String first);
    }

    private final Verification verification;
    private final Certificates certificates;
    private final CertificateRegister register;
    private final CertificateKeys keys;
    private final FollowUps followUps;
    private final Lookups lookups;
    private final PolicyPacks packs;

    CertificatePages(
            Verification verification,
            Certificates certificates,
            CertificateRegister register,
            CertificateKeys keys,
            FollowUps followUps,
            Lookups lookups,
            PolicyPacks packs) {
        this.verification = verification;
        this.certificates = certificates;
        this.register = register;
        this.keys = keys;
        this.followUps = followUps;
        this.lookups = lookups;
        this.packs = packs;
    }

    /** The public register: each suspension, lifting and revocation, for ever. */
    @GET
    @Path("certificates")
    @PermitAll
    public Uni<TemplateInstance> changes(@QueryParam("cursor") @Nullable String cursor) {
        return register.announced(cursor, ROWS_A_PAGE)
                .map(page -> Templates.certificateChanges(
                        page.items().stream().map(this::change).toList(),
                        page.next() == null ? null : "/certificates?cursor=" + page.next(),
                        cursor == null ? null : "/certificates"));
    }

    @GET
    @Path("certificates/changes.csv")
    @PermitAll
    @Produces("text/csv")
    public Uni<Response> export() {
        return register.announced(null, CertificateRegister.MOST_EXPORTED)
                .map(page -> CsvFile.answer(
                        "certificate-changes.csv",
                        List.of("since", "number", "product", "countyCode", "state", "reason"),
                        page.items().stream()
                                .map(one -> List.of(
                                        one.change().since().toString(),
                                        one.number(),
                                        one.nameZh(),
                                        one.countyCode(),
                                        one.change().state().name(),
                                        one.change().reason()))
                                .toList()));
    }

    @GET
    @Path("certificates/{number}")
    @PermitAll
    public Uni<TemplateInstance> certificate(@PathParam("number") String number, @Context HttpServerRequest request) {
        return lookups.guarded(address(request), () -> verification.of(number), found -> false)
                .map(Templates::certificate);
    }

    /** What the certificate said in an earlier version. */
    @GET
    @Path("certificates/{number}/versions/{no}")
    @PermitAll
    public Uni<TemplateInstance> version(@PathParam("number") String number, @PathParam("no") int no) {
        return certificates
                .byNumber(number)
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(certificate -> followUps.versions(certificate).map(versions -> {
                    CertificateVersion version = versions.stream()
                            .filter(one -> one.no() == no)
                            .findFirst()
                            .orElseThrow(Problem::notFound);
                    Optional<PolicyPack> pack = packs.forArea(version.countyCode());
                    return Templates.certificateVersion(
                            certificate,
                            version,
                            Shown.area(pack, version.countyCode()),
                            Shown.category(pack, version.category()),
                            pack.orElseThrow().wordsOn(version.validFrom()));
                }));
    }

    /** The signed code as an address of this site: whoever scans it lands on the page that checks it. */
    @GET
    @Path("certificates/{number}/qr.svg")
    @PermitAll
    @Produces(SVG)
    public Uni<String> qr(@PathParam("number") String number, @Context UriInfo here) {
        return certificates
                .byNumber(number)
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(keys::code)
                .map(code -> QrPicture.svg(here.getBaseUri() + "verify?c=" + code));
    }

    /** Shown only while the certificate is valid. */
    @GET
    @Path("certificates/{number}/mark.svg")
    @PermitAll
    @Produces(SVG)
    public Uni<String> mark(@PathParam("number") String number) {
        return verification.mark(number);
    }

    /** What was never issued, is misspelt or was not signed by us gets one answer, so that nothing is learnt by trying. */
    @GET
    @Path("verify")
    @PermitAll
    public Uni<Response> verify(
            @QueryParam("number") @DefaultValue("") String number,
            @QueryParam("c") @DefaultValue("") String code,
            @Context HttpServerRequest request) {
        String asked = code.isBlank() ? number : code;
        Form form = Form.of(Map.of("number", asked));
        if (asked.isBlank()) {
            return page(form, null, "", Response.Status.OK.getStatusCode());
        }
        boolean scanned = SignedCode.read(asked).isPresent();
        return lookups.ask(asked, address(request)).chain(found -> {
            CertificateView certificate = found.certificate();
            if (certificate != null && found.signed() == null) {
                return Uni.createFrom().item(Redirect.to("/certificates/" + certificate.number()));
            }
            return page(form, found, scanned ? asked : "", found.nothing() ? NOT_FOUND : OK);
        });
    }

    private Uni<Response> page(Form form, Lookups.@Nullable Found found, String code, int status) {
        CertificateView one = found == null ? null : found.certificate();
        return keys.published()
                .chain(published -> Templates.verify(
                                form,
                                status == NOT_FOUND,
                                found,
                                one == null ? null : named(one),
                                found == null
                                        ? List.of()
                                        : found.byName().stream()
                                                .map(this::named)
                                                .toList(),
                                code,
                                JsonObject.mapFrom(published).encode())
                        .createUni())
                .map(html -> FormAnswer.html(status, html));
    }

    private Named named(CertificateView certificate) {
        return new Named(certificate, Shown.word(packs.forArea(certificate.countyCode()), certificate.issuedOn()));
    }

    private Change change(CertificateRegister.Announced announced) {
        LocalDate day = BusinessClock.dayOf(announced.change().since());
        PolicyPack pack = packs.forArea(announced.countyCode()).orElseThrow();
        return new Change(announced, Shown.area(Optional.of(pack), announced.countyCode()), pack.wordsOn(day));
    }

    private static String address(HttpServerRequest request) {
        return request.remoteAddress().hostAddress();
    }
}
