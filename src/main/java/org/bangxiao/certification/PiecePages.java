package org.bangxiao.certification;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.household.BenefitLinks;
import org.bangxiao.household.LinkView;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.Mandates;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.Shell;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.ProductGroup;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The form of an application, piece by piece: each is saved as it is left, back and forth, with its gaps. */
@Path("/desk/applications")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
class PiecePages {
    private static final String HOME = "/desk/applications";

    @CheckedTemplate(basePath = "certification", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance pieceProduct(
                PieceFrame frame, Form form, List<Shown.Choice> categories, List<Mandates.Supplier> others);

        static native TemplateInstance pieceOrigin(
                PieceFrame frame,
                Form form,
                List<Shown.Choice> counties,
                List<PieceFrame.Month> months,
                List<PieceFrame.Lot> lots,
                boolean places);

        static native TemplateInstance pieceLink(PieceFrame frame, Form form, List<LinkView> links);

        static native TemplateInstance pieceEvidence(PieceFrame frame, Form form, Checklist checklist);

        static native TemplateInstance pieceCheck(
                PieceFrame frame,
                Form form,
                List<PieceFrame.Gap> gaps,
                List<Shown.Finding> findings,
                Checklist checklist,
                boolean ready);
    }

    private final Drafting drafting;
    private final Applications applications;
    private final Applicants applicants;
    private final Evidence evidence;
    private final Findings findings;
    private final BenefitLinks links;
    private final Choices choices;
    private final BusinessClock clock;
    private final CurrentActor currentActor;
    private final Shell shell;

    PiecePages(
            Drafting drafting,
            Applications applications,
            Applicants applicants,
            Evidence evidence,
            Findings findings,
            BenefitLinks links,
            Choices choices,
            BusinessClock clock,
            CurrentActor currentActor,
            Shell shell) {
        this.drafting = drafting;
        this.applications = applications;
        this.applicants = applicants;
        this.evidence = evidence;
        this.findings = findings;
        this.links = links;
        this.choices = choices;
        this.clock = clock;
        this.currentActor = currentActor;
        this.shell = shell;
    }

    @GET
    @Path("/new")
    @RolesAllowed(Role.SUPPLIER)
    public Uni<TemplateInstance> blank() {
        return blank(currentActor.required(), Form.empty());
    }

    /** Saves the first piece as a new draft. */
    @POST
    @RolesAllowed(Role.SUPPLIER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> open(MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(PieceFrame.joined(posted));
        return applicants
                .supplier(actor, id(form.value("supplier")))
                .chain(supplier -> drafting.pack(supplier, ApplicationDraft.BLANK)
                        .chain(pack -> {
                            PieceForm.Reading reading = PieceForm.read(
                                    Piece.PRODUCT, form, ApplicationDraft.BLANK, Map.of(), Optional.of(pack));
                            return drafting.open(actor, supplier, reading.draft(), reading.typed())
                                    .chain(view -> onward(actor, view, Piece.PRODUCT, form, reading));
                        }))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> invalid(problem)
                        ? html(blank(actor, form.with(problem)), problem)
                        : Uni.createFrom().failure(problem));
    }

    /** The first piece that is not done. */
    @GET
    @Path("/{id}/edit")
    @RolesAllowed(Role.SUPPLIER)
    public Uni<Response> edit(@PathParam("id") UUID id) {
        return drafting.progress(currentActor.required(), id)
                .map(progress -> Redirect.to(PieceFrame.address(id, progress.current())));
    }

    @GET
    @Path("/{id}/pieces/{piece}")
    @RolesAllowed(Role.SUPPLIER)
    public Uni<TemplateInstance> piece(@PathParam("id") UUID id, @PathParam("piece") String slug) {
        Actor actor = currentActor.required();
        Piece piece = Piece.of(slug).orElseThrow(Problem::notFound);
        return drafting.kept(actor, id)
                .chain(kept -> page(kept, piece, Points.at(PieceForm.of(kept.view(), kept.typed()), kept.view())));
    }

    @POST
    @Path("/{id}/pieces/{piece}")
    @RolesAllowed(Role.SUPPLIER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> save(
            @PathParam("id") UUID id, @PathParam("piece") String slug, MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Piece piece = Piece.of(slug).orElseThrow(Problem::notFound);
        Form form = Form.of(PieceFrame.joined(posted));
        return drafting.kept(actor, id)
                .chain(kept -> drafting.pack(kept.view().organisationId(), county(form, kept))
                        .chain(pack -> {
                            PieceForm.Reading reading =
                                    PieceForm.read(piece, form, kept.view().product(), kept.typed(), Optional.of(pack));
                            return drafting.keep(
                                            actor,
                                            kept.view(),
                                            CasePages.version(form),
                                            reading.draft(),
                                            reading.typed())
                                    .chain(view -> onward(actor, view, piece, form, reading));
                        })
                        .onFailure(Problem.class)
                        .recoverWithUni(problem -> again(kept, piece, form, problem)));
    }

    /** A new draft that says the same. */
    @POST
    @Path("/{id}/copy")
    @RolesAllowed(Role.SUPPLIER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> copy(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return drafting.copy(currentActor.required(), id)
                .map(copy -> Redirect.to(PieceFrame.address(copy.id(), Piece.PRODUCT), "flash.application-copied"));
    }

    @POST
    @Path("/{id}/submission")
    @RolesAllowed(Role.SUPPLIER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> submit(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        return drafting.kept(actor, id)
                .chain(kept -> promised(form)
                        .chain(() -> applications.submit(actor, id))
                        .map(view -> Redirect.to(HOME + "/" + id, "flash.application-submitted"))
                        .onFailure(Problem.class)
                        .recoverWithUni(problem -> again(kept, Piece.CHECK, form, problem)));
    }

    @POST
    @Path("/{id}/withdrawal")
    @RolesAllowed(Role.SUPPLIER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> withdraw(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return applications
                .withdraw(currentActor.required(), id)
                .map(view -> Redirect.to(HOME + "/" + id, "flash.application-withdrawn"));
    }

    /** The page of a piece with what was typed, for the doors that save one. */
    Uni<Response> again(Drafting.Kept kept, Piece piece, Form form, Problem problem) {
        return invalid(problem)
                ? html(page(kept, piece, form.with(problem)), problem)
                : Uni.createFrom().failure(problem);
    }

    private static Uni<Void> promised(Form form) {
        return form.value("promise").equals("true")
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().failure(Problem.field("/promise", "promise-needed"));
    }

    /** Where the button leads once the piece is saved; the piece again where something in it is wrong. */
    private Uni<Response> onward(Actor actor, ApplicationView view, Piece piece, Form form, PieceForm.Reading reading) {
        if (!reading.errors().isEmpty()) {
            return drafting.kept(actor, view.id())
                    .chain(kept -> again(
                            kept, piece, PieceForm.of(kept.view(), kept.typed()), DraftText.forForm(reading.errors())));
        }
        String go = form.value("go");
        Optional<Piece> to = go.equals("back") ? piece.before() : go.equals("later") ? Optional.empty() : piece.next();
        return Uni.createFrom()
                .item(to.map(next -> Redirect.to(PieceFrame.address(view.id(), next)))
                        .orElseGet(() -> Redirect.to(HOME, "flash.application-saved")));
    }

    private Uni<TemplateInstance> blank(Actor actor, Form form) {
        UUID organisationId = actor.requireOrganisationAs(Role.SUPPLIER);
        return drafting.pack(organisationId, ApplicationDraft.BLANK)
                .chain(pack -> applicants
                        .others(actor)
                        .map(others ->
                                Templates.pieceProduct(PieceFrame.blank(), form, choices.categories(pack), others)));
    }

    private static @Nullable UUID id(String typed) {
        try {
            return typed.isEmpty() ? null : UUID.fromString(typed);
        } catch (IllegalArgumentException notAnId) {
            throw Problem.notFound();
        }
    }

    private Uni<TemplateInstance> page(Drafting.Kept kept, Piece piece, Form form) {
        ApplicationView view = kept.view();
        return evidence.checklist(view)
                .chain(checklist -> drafting.progress(kept, checklist)
                        .chain(progress -> drafting.pack(view.organisationId(), view.product())
                                .chain(pack -> page(kept, piece, form, checklist, progress, pack))));
    }

    private Uni<TemplateInstance> page(
            Drafting.Kept kept, Piece piece, Form form, Checklist checklist, Progress progress, PolicyPack pack) {
        ApplicationView view = kept.view();
        PieceFrame frame = PieceFrame.of(
                view,
                piece,
                progress,
                Points.open(view).stream()
                        .map(point -> ShownQueue.mend(point, pack, shell.locale()))
                        .toList());
        Optional<ProductGroup> group = pack.groupOf(view.product().category());
        return switch (piece) {
            case PRODUCT ->
                Uni.createFrom().item(Templates.pieceProduct(frame, form, choices.categories(pack), List.of()));
            case ORIGIN -> {
                boolean lots = group.filter(ProductGroup::rawLots).isPresent()
                        || !view.product().rawLots().isEmpty();
                yield choices.counties(view.organisationId())
                        .map(counties -> Templates.pieceOrigin(
                                frame,
                                form,
                                counties,
                                PieceFrame.months(form),
                                lots ? PieceFrame.lots(form) : List.of(),
                                group.filter(ProductGroup::places).isPresent()));
            }
            case LINK ->
                links.ofOrganisation(view.organisationId(), clock.today())
                        .map(own -> Templates.pieceLink(frame, form, own));
            case EVIDENCE -> Uni.createFrom().item(Templates.pieceEvidence(frame, form, checklist));
            case CHECK ->
                findings.of(pack, view, clock.today())
                        .map(checks -> Templates.pieceCheck(
                                frame,
                                form,
                                PieceFrame.gaps(view.id(), progress, shell.locale()),
                                checks.stream()
                                        .map(check -> Shown.finding(check, shell.locale()))
                                        .toList(),
                                checklist,
                                progress.ready()));
        };
    }

    /** The pack is that of the county that was just chosen. */
    private static ApplicationDraft county(Form form, Drafting.Kept kept) {
        String chosen = form.value("countyCode");
        return chosen.isEmpty()
                ? kept.view().product()
                : DraftText.with(kept.view().product(), DraftText.empty().put("countyCode", chosen));
    }

    private static boolean invalid(Problem problem) {
        return problem.kind() == Problem.Kind.INVALID
                || problem.kind() == Problem.Kind.CONFLICT
                || problem.kind() == Problem.Kind.TOO_LARGE;
    }

    private static Uni<Response> html(Uni<TemplateInstance> page, Problem problem) {
        return page.chain(TemplateInstance::createUni)
                .map(text -> FormAnswer.html(problem.kind().status(), text));
    }
}
