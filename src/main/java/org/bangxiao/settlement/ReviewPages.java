package org.bangxiao.settlement;

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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.CsvFile;
import org.bangxiao.platform.web.CsvLines;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Messages;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.Shell;
import org.bangxiao.region.PolicyPacks;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** What is looked at between preparing and approving a run, and where findings are answered. */
@Path("/desk/settlements/{id}/review")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
class ReviewPages {
    private static final int ROWS_A_PAGE = 50;

    /** A finding with what is odd about it in words. */
    record Row(Review.Finding found, String about) {}

    /** A change with the name of its place or household. */
    record Moved(Review.Change change, String name) {}

    /** The review on the desk; answers: whether the reader may answer; filtered: not all findings are listed. */
    record Desk(
            SettlementView run,
            Review review,
            List<Row> rows,
            boolean answers,
            boolean filtered,
            @Nullable String next,
            @Nullable String first) {}

    @CheckedTemplate(basePath = "settlement", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance review(Desk desk, Form form);

        static native TemplateInstance changes(
                SettlementView run,
                Review review,
                String kind,
                List<Moved> rows,
                @Nullable String next,
                @Nullable String first);
    }

    private final Settlements settlements;
    private final Reviews reviews;
    private final PolicyPacks packs;
    private final CurrentActor currentActor;
    private final Shell shell;

    ReviewPages(Settlements settlements, Reviews reviews, PolicyPacks packs, CurrentActor currentActor, Shell shell) {
        this.settlements = settlements;
        this.reviews = reviews;
        this.packs = packs;
        this.currentActor = currentActor;
        this.shell = shell;
    }

    @GET
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    public Uni<TemplateInstance> one(
            @PathParam("id") UUID id,
            @QueryParam("code") @Nullable String code,
            @QueryParam("pool") @Nullable Long pool,
            @QueryParam("cursor") @Nullable String cursor) {
        return page(id, new Reviews.Wanted(code, pool), Page.numberOf(cursor, 0, Integer::valueOf), Form.empty());
    }

    @POST
    @Path("/answers")
    @RolesAllowed(Role.FINANCE)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> answer(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> reviews.answer(currentActor.required(), id, given(form)))
                        .map(review -> Redirect.to(home(id), "flash.settlement-answered")),
                form,
                again -> page(id, Reviews.Wanted.ALL, 0, again));
    }

    @GET
    @Path("/changes")
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    public Uni<TemplateInstance> changes(
            @PathParam("id") UUID id,
            @QueryParam("kind") @DefaultValue("COUNTY") String kind,
            @QueryParam("cursor") @Nullable String cursor) {
        Actor reader = currentActor.required();
        String here = home(id) + "/changes?kind=" + kind;
        int after = Page.numberOf(cursor, 0, Integer::valueOf);
        return settlements
                .find(reader, id)
                .chain(run -> reviews.of(reader, id)
                        .chain(review -> reviews.changes(reader, id, kind, after, ROWS_A_PAGE)
                                .map(found -> Templates.changes(
                                        run,
                                        review,
                                        kind,
                                        found.items().stream()
                                                .map(each -> new Moved(each, nameOf(each)))
                                                .toList(),
                                        found.next() == null ? null : here + "&cursor=" + found.next(),
                                        after == 0 ? null : here))));
    }

    @GET
    @Path("/findings.csv")
    @Produces("text/csv")
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    public RestMulti<String> findingsFile(@PathParam("id") UUID id) {
        Actor reader = currentActor.required();
        String language = shell.locale();
        return file(
                id,
                "findings",
                heading(
                        "number",
                        "code",
                        "product",
                        "leg",
                        "household",
                        "head",
                        "village",
                        "amount",
                        "about",
                        "answer",
                        "by"),
                cursor -> reviews.findings(
                        reader, id, Reviews.Wanted.ALL, Page.numberOf(cursor, 0, Integer::valueOf), Page.MAX_SIZE),
                found -> CsvLines.of(
                        found.no(),
                        Messages.get(language, "run.review.code." + found.code()),
                        language.equals("en")
                                ? found.pool().productNameEn()
                                : found.pool().productNameZh(),
                        Messages.get(language, "leg." + found.pool().leg()),
                        found.householdNo(),
                        found.headMasked(),
                        found.villageName(),
                        Money.yuan(found.fen()),
                        about(found, language),
                        found.answer() == null ? "" : found.answer().reason(),
                        found.answer() == null ? "" : found.answer().byName()));
    }

    @GET
    @Path("/changes.csv")
    @Produces("text/csv")
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    public RestMulti<String> changesFile(
            @PathParam("id") UUID id, @QueryParam("kind") @DefaultValue("COUNTY") String kind) {
        Actor reader = currentActor.required();
        return file(
                id,
                "changes",
                heading("number", "subject", "name", "village", "amount", "before", "change"),
                cursor -> reviews.changes(reader, id, kind, Page.numberOf(cursor, 0, Integer::valueOf), Page.MAX_SIZE),
                each -> CsvLines.of(
                        each.no(),
                        each.subject(),
                        nameOf(each),
                        each.villageName(),
                        Money.yuan(each.fen()),
                        Money.yuan(each.beforeFen()),
                        Money.yuan(each.changeFen())));
    }

    /** What is somebody else's is not found before the first byte of the file. */
    private <T> RestMulti<String> file(
            UUID id,
            String name,
            List<String> heading,
            Function<@Nullable String, Uni<Page<T>>> read,
            Function<T, String> line) {
        return RestMulti.fromUniResponse(
                read.apply(null),
                first -> CsvFile.pages(name + ".csv", heading, read, line),
                first -> Map.of("Content-Disposition", List.of("attachment; filename=\"" + name + ".csv\"")));
    }

    private List<String> heading(String... columns) {
        String language = shell.locale();
        return Stream.of(columns)
                .map(column -> Messages.get(language, "run.review.column." + column))
                .toList();
    }

    private Uni<TemplateInstance> page(UUID id, Reviews.Wanted wanted, int after, Form form) {
        Actor reader = currentActor.required();
        String language = shell.locale();
        String here = home(id) + query(wanted);
        return settlements
                .find(reader, id)
                .chain(run -> reviews.of(reader, id)
                        .chain(review -> reviews.findings(reader, id, wanted, after, ROWS_A_PAGE)
                                .map(found -> Templates.review(
                                        new Desk(
                                                run,
                                                review,
                                                found.items().stream()
                                                        .map(each -> new Row(each, about(each, language)))
                                                        .toList(),
                                                answers(reader, run),
                                                wanted.code() != null || wanted.poolId() != null,
                                                found.next() == null ? null : here + "cursor=" + found.next(),
                                                after == 0 ? null : here),
                                        form))));
    }

    private static boolean answers(Actor reader, SettlementView run) {
        return reader.actsIn(Role.FINANCE, run.region())
                && run.state().equals("PREPARED")
                && !run.preparedBy().equals(reader.accountId());
    }

    private static Reviews.Given given(Form form) {
        String household = form.value("household");
        try {
            return new Reviews.Given(
                    form.value("code"),
                    Long.parseLong(form.value("pool")),
                    household.isEmpty() ? null : Long.valueOf(household),
                    form.value("reason"));
        } catch (NumberFormatException e) {
            throw Problem.field("/pool", "settlement-no-finding");
        }
    }

    /** What is odd, in a sentence. */
    private String about(Review.Finding found, String language) {
        return switch (found.code()) {
            case "HOUSEHOLD_IN_TWO_AREAS" ->
                Messages.get(
                        language,
                        "run.review.about.area",
                        area(found.about(), language),
                        area(found.countyCode(), language));
            case "CADRE_RELATIVE" -> {
                String[] words = found.about().split(" ", 2);
                String role = Messages.get(language, "role." + words[0]);
                yield words.length == 1
                        ? Messages.get(language, "run.review.about.head", role)
                        : Messages.get(
                                language,
                                "run.review.about.declared",
                                role,
                                Messages.get(language, "household.relation." + words[1]));
            }
            default ->
                Messages.get(
                        language,
                        "run.review.about." + found.about(),
                        Money.yuan(found.againstFen() == null ? 0 : found.againstFen()));
        };
    }

    private String nameOf(Review.Change change) {
        return change.kind().equals("COUNTY") ? area(String.valueOf(change.subject()), shell.locale()) : change.name();
    }

    private String area(String code, String language) {
        return packs.forArea(code)
                .flatMap(pack -> pack.areaName(code))
                .map(name -> name.in(language))
                .orElse(code);
    }

    private static String home(UUID id) {
        return "/desk/settlements/" + id + "/review";
    }

    /** The query up to the cursor. */
    private static String query(Reviews.Wanted wanted) {
        return "?" + (wanted.code() == null ? "" : "code=" + wanted.code() + "&")
                + (wanted.poolId() == null ? "" : "pool=" + wanted.poolId() + "&");
    }
}
