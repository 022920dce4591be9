package org.bangxiao.certification;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.CsvFile;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.Shell;
import org.bangxiao.region.Label;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Certificates on the desk: the list of an area or of a supplier, and one with all that may be done to it. */
@Path(CertificateDeskPages.HERE)
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({
    Role.SUPPLIER,
    Role.COUNTY_OFFICER,
    Role.CITY_OFFICER,
    Role.REGION_OFFICER,
    Role.TASK_FORCE,
    Role.AUDITOR,
    Role.ADMINISTRATOR
})
class CertificateDeskPages {
    static final String HERE = "/desk/certificates";

    private static final int ROWS_A_PAGE = 50;
    private static final List<String> HEADING = List.of(
            "number",
            "state",
            "nameZh",
            "nameEn",
            "category",
            "countyCode",
            "county",
            "yearlyCapacity",
            "issuedOn",
            "validTo",
            "reason");

    /** One row of the list; {@code word} is what its product was called on the day it was announced. */
    record Line(CertificateView certificate, Label county, Label word) {}

    /** A case that follows the certificate, and what it asks to be otherwise. */
    record Follower(FollowUp followUp, List<ShownQueue.Changed> changes) {}

    /** What follows the certificate, and whether its supplier may ask for more today. */
    record Following(
            List<Follower> cases,
            List<CertificateVersion> versions,
            boolean mayRenew,
            boolean mayChange,
            LocalDate renewableFrom) {}

    @CheckedTemplate(basePath = "certification", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance certificates(
                List<Line> certificates,
                String state,
                String text,
                String export,
                @Nullable String next,
                @Nullable String first);

        static native TemplateInstance certificateDesk(
                CertificateRegister.Entry entry, Label county, Following following, Form form);
    }

    private final CertificateRegister register;
    private final Suspensions suspensions;
    private final FollowUps followUps;
    private final PolicyPacks packs;
    private final CurrentActor currentActor;
    private final Shell shell;

    CertificateDeskPages(
            CertificateRegister register,
            Suspensions suspensions,
            FollowUps followUps,
            PolicyPacks packs,
            CurrentActor currentActor,
            Shell shell) {
        this.register = register;
        this.suspensions = suspensions;
        this.followUps = followUps;
        this.packs = packs;
        this.currentActor = currentActor;
        this.shell = shell;
    }

    @GET
    public Uni<TemplateInstance> list(
            @QueryParam("state") @DefaultValue("") String state,
            @QueryParam("text") @DefaultValue("") String text,
            @QueryParam("cursor") @Nullable String cursor) {
        String query = "state=" + state(state).map(CertificateState::name).orElse("") + "&text="
                + URLEncoder.encode(text, StandardCharsets.UTF_8);
        return register.page(currentActor.required(), filter(state, text, cursor, ROWS_A_PAGE))
                .map(page -> Templates.certificates(
                        page.items().stream().map(this::line).toList(),
                        state,
                        text,
                        HERE + "/certificates.csv?" + query,
                        page.next() == null ? null : HERE + "?" + query + "&cursor=" + page.next(),
                        cursor == null ? null : HERE + "?" + query));
    }

    /** The same list as a file; what is beyond the newest ten thousand follows with the cursor. */
    @GET
    @Path("/certificates.csv")
    @Produces("text/csv")
    public Uni<Response> export(
            @QueryParam("state") @DefaultValue("") String state,
            @QueryParam("text") @DefaultValue("") String text,
            @QueryParam("cursor") @Nullable String cursor) {
        return register.page(currentActor.required(), filter(state, text, cursor, CertificateRegister.MOST_EXPORTED))
                .map(page -> CsvFile.answer(
                        "certificates.csv",
                        HEADING,
                        page.items().stream()
                                .map(this::line)
                                .map(CertificateDeskPages::row)
                                .toList()));
    }

    @GET
    @Path("/{number}")
    public Uni<TemplateInstance> one(@PathParam("number") String number) {
        return page(currentActor.required(), number, Form.empty());
    }

    @POST
    @Path("/{number}/changes")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> change(@PathParam("number") String number, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        Actor actor = currentActor.required();
        String reason = form.value("reason");
        Uni<CertificateView> done = switch (form.value("state")) {
            case "SUSPENDED" -> suspensions.suspend(actor, number, reason);
            case "REVOKED" -> suspensions.revoke(actor, number, reason);
            case "VALID" -> suspensions.lift(actor, number, reason);
            default -> Uni.createFrom().failure(Problem.field("/state", "field-required"));
        };
        return done.map(view -> Redirect.to(HERE + "/" + view.number(), "flash.certificate-changed"))
                .onFailure(failure -> failure instanceof Problem problem && problem.kind() != Problem.Kind.NOT_FOUND)
                .recoverWithUni(failure -> page(actor, number, form.with((Problem) failure))
                        .chain(TemplateInstance::createUni)
                        .map(html -> FormAnswer.html(((Problem) failure).kind().status(), html)));
    }

    /** Opens the draft of a renewal or of a change; the supplier goes on at the application's own page. */
    @POST
    @Path("/{number}/cases")
    @RolesAllowed(Role.SUPPLIER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> follow(@PathParam("number") String number, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        Actor actor = currentActor.required();
        Uni<UUID> opened = switch (form.value("kind")) {
            case FollowUps.RENEWAL -> followUps.renew(actor, number);
            case FollowUps.CHANGE -> followUps.change(actor, number);
            default -> Uni.createFrom().failure(Problem.field("/kind", "field-required"));
        };
        return opened.map(id -> Redirect.to("/desk/applications/" + id, "flash.certificate-case-opened"))
                .onFailure(failure -> failure instanceof Problem problem && problem.kind() != Problem.Kind.NOT_FOUND)
                .recoverWithUni(failure -> page(actor, number, form.with((Problem) failure))
                        .chain(TemplateInstance::createUni)
                        .map(html -> FormAnswer.html(((Problem) failure).kind().status(), html)));
    }

    private Uni<TemplateInstance> page(Actor actor, String number, Form form) {
        return register.find(actor, number)
                .chain(entry -> followUps
                        .of(entry.certificate())
                        .chain(cases -> followUps
                                .versions(entry.certificate())
                                .map(versions -> Templates.certificateDesk(
                                        entry,
                                        county(entry.certificate().countyCode()),
                                        following(entry, cases, versions),
                                        form))));
    }

    private Following following(
            CertificateRegister.Entry entry, List<FollowUp> cases, List<CertificateVersion> versions) {
        CertificateView certificate = entry.certificate();
        boolean free = entry.own()
                && certificate.state() != CertificateState.REVOKED
                && certificate.state() != CertificateState.EXPIRED
                && cases.stream().noneMatch(FollowUp::open);
        PolicyPack pack = packs.forArea(certificate.countyCode()).orElseThrow();
        return new Following(
                cases.stream()
                        .map(one -> new Follower(one, ShownQueue.changed(one, pack, shell.locale())))
                        .toList(),
                versions,
                free && followUps.renewable(certificate),
                free,
                followUps.opens(certificate));
    }

    private static CertificateRegister.Filter filter(String state, String text, @Nullable String cursor, int size) {
        return new CertificateRegister.Filter(state(state).orElse(null), text, cursor, size);
    }

    private static Optional<CertificateState> state(String typed) {
        return List.of(CertificateState.values()).stream()
                .filter(state -> state.name().equals(typed))
                .findFirst();
    }

    private Line line(CertificateView certificate) {
        return new Line(
                certificate,
                county(certificate.countyCode()),
                Shown.word(packs.forArea(certificate.countyCode()), certificate.issuedOn()));
    }

    private Label county(String code) {
        return Shown.area(packs.forArea(code), code);
    }

    private static List<String> row(Line line) {
        CertificateView certificate = line.certificate();
        return List.of(
                certificate.number(),
                certificate.state().name(),
                certificate.nameZh(),
                certificate.nameEn(),
                certificate.category(),
                certificate.countyCode(),
                line.county().zh(),
                String.valueOf(certificate.yearlyCapacity()),
                certificate.issuedOn().toString(),
                certificate.validTo().toString(),
                Objects.requireNonNullElse(certificate.stateReason(), ""));
    }
}
