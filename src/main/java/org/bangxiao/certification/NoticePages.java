package org.bangxiao.certification;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.document.CheckedDocument;
import org.bangxiao.document.Documents;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.CsvFile;
import org.bangxiao.platform.web.CsvLines;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.Shell;
import org.bangxiao.region.Label;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The notice board: what is posted, what was announced, and the form to object with. */
@Path("/")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
class NoticePages {
    private static final int ROWS_A_PAGE = 50;

    /** What the search sends. */
    static class Asked {
        @QueryParam("words")
        @DefaultValue("")
        String words = "";

        @QueryParam("county")
        @DefaultValue("")
        String county = "";

        @QueryParam("category")
        @DefaultValue("")
        String category = "";

        @QueryParam("year")
        @DefaultValue("")
        String year = "";

        NoticeSearch search(boolean announcements) {
            String typed = plain(year, "/year");
            if (!typed.isEmpty() && !typed.matches("\\d{4}")) {
                throw Problem.field("/year", "field-invalid", typed);
            }
            return new NoticeSearch(
                    announcements,
                    plain(words, "/words"),
                    plain(county, "/county"),
                    plain(category, "/category"),
                    typed.isEmpty() ? 0 : Integer.parseInt(typed));
        }

        private static String plain(String text, String pointer) {
            String plain = text.strip();
            if (plain.length() > NoticeSearch.TEXT_MAX || plain.indexOf('\0') >= 0) {
                throw Problem.field(pointer, "field-invalid", "");
            }
            return plain;
        }
    }

    /** Where an objection stands, for whoever holds its receipt. */
    record Followed(
            ObjectionView objection, Label level, @Nullable LocalDate noticeEndsOn) {}

    @CheckedTemplate(basePath = "certification", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance notices(
                NoticeSearch search,
                List<Shown.Choice> counties,
                List<Shown.Choice> categories,
                List<Shown.Posted> notices,
                String export,
                @Nullable String next,
                @Nullable String first);

        static native TemplateInstance notice(
                Shown.Posted notice, @Nullable String place, Form form, @Nullable String receipt);

        static native TemplateInstance objection(String receipt, @Nullable Followed followed);
    }

    private final Notices notices;
    private final Objections objections;
    private final PolicyPacks packs;
    private final Documents documents;
    private final Shell shell;

    NoticePages(Notices notices, Objections objections, PolicyPacks packs, Documents documents, Shell shell) {
        this.notices = notices;
        this.objections = objections;
        this.packs = packs;
        this.documents = documents;
        this.shell = shell;
    }

    @GET
    @Path("notices")
    @PermitAll
    public Uni<TemplateInstance> list(@BeanParam Asked asked, @QueryParam("cursor") @Nullable String cursor) {
        return list(asked.search(false), "/notices", cursor);
    }

    @GET
    @Path("announcements")
    @PermitAll
    public Uni<TemplateInstance> announced(@BeanParam Asked asked, @QueryParam("cursor") @Nullable String cursor) {
        return list(asked.search(true), "/announcements", cursor);
    }

    /** What is looked for as comma separated values, all of it. */
    @GET
    @Path("notices/notices.csv")
    @Produces("text/csv;charset=UTF-8")
    @PermitAll
    public RestMulti<String> export(@BeanParam Asked asked) {
        return csv(asked.search(false), "notices.csv");
    }

    @GET
    @Path("announcements/announcements.csv")
    @Produces("text/csv;charset=UTF-8")
    @PermitAll
    public RestMulti<String> exportAnnounced(@BeanParam Asked asked) {
        return csv(asked.search(true), "announcements.csv");
    }

    @GET
    @Path("notices/{id}")
    @PermitAll
    public Uni<TemplateInstance> notice(@PathParam("id") UUID id, @QueryParam("receipt") @Nullable String receipt) {
        return page(id, false, Form.empty(), receipt);
    }

    @GET
    @Path("announcements/{id}")
    @PermitAll
    public Uni<TemplateInstance> announcement(@PathParam("id") UUID id) {
        return page(id, true, Form.empty(), null);
    }

    @POST
    @Path("notices/{id}/objections")
    @PermitAll
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Uni<Response> object(
            @PathParam("id") UUID id,
            @RestForm @Nullable String content,
            @RestForm @Nullable String name,
            @RestForm @Nullable String contact,
            @RestForm @Nullable FileUpload file,
            HttpServerRequest request) {
        Form form = Form.of(
                Map.of("content", Drafts.plain(content), "name", Drafts.plain(name), "contact", Drafts.plain(contact)));
        boolean withFile = file != null && file.size() > 0;
        String address = request.remoteAddress().hostAddress();
        return Uni.createFrom()
                .deferred(() -> withFile && file != null
                        ? documents.check(file.uploadedFile()).map(Optional::of)
                        : Uni.createFrom().item(Optional.<CheckedDocument>empty()))
                .chain(checked -> objections.lodge(
                        id,
                        new Objections.Lodged(
                                content,
                                name,
                                contact,
                                checked.orElse(null),
                                file == null ? null : file.fileName(),
                                address)))
                .map(receipt -> Redirect.to(
                        "/objections/" + URLEncoder.encode(receipt, StandardCharsets.UTF_8), "flash.objection-lodged"))
                .onFailure(failure -> failure instanceof Problem problem && problem.kind() != Problem.Kind.NOT_FOUND)
                .recoverWithUni(failure -> page(id, false, form.with((Problem) failure), null)
                        .chain(TemplateInstance::createUni)
                        .map(html -> FormAnswer.html(((Problem) failure).kind().status(), html)));
    }

    /** The door for whoever holds a receipt. */
    @GET
    @Path("notices/objections")
    @PermitAll
    public Uni<Response> outcome(@QueryParam("receipt") @DefaultValue("") String receipt) {
        String typed = receipt.strip();
        return typed.matches("[0-9A-Za-z-]{1,40}")
                ? Uni.createFrom().item(Redirect.to("/objections/" + typed))
                : Templates.objection(typed, null).createUni().map(html -> FormAnswer.html(200, html));
    }

    /** What became of an objection, by its receipt; an unknown one says no more than that. */
    @GET
    @Path("objections/{receipt}")
    @PermitAll
    public Uni<Response> followed(@PathParam("receipt") String receipt) {
        String typed = receipt.strip().toUpperCase(Locale.ROOT);
        return notices.byReceipt(typed)
                .chain(found -> found.isEmpty()
                        ? Templates.objection(typed, null).createUni().map(html -> FormAnswer.html(404, html))
                        : notices.find(found.get().noticeId())
                                .chain(notice -> Templates.objection(typed, followed(found.get(), notice))
                                        .createUni())
                                .map(html -> FormAnswer.html(200, html)));
    }

    private Followed followed(ObjectionView objection, NoticeView notice) {
        return new Followed(
                objection,
                ObjectionPages.levelName(packs.forArea(notice.countyCode()), objection.level()),
                notice.state() == NoticeView.State.OPEN ? notice.endsOn() : null);
    }

    private RestMulti<String> csv(NoticeSearch search, String file) {
        return CsvFile.stream(
                file,
                List.of(
                        "address",
                        "product",
                        "supplier",
                        "county",
                        "category",
                        "step",
                        "postedAt",
                        "endsOn",
                        "certificate"),
                notices.stream(search)
                        .map(one -> CsvLines.of(
                                (one.announcement() ? "/announcements/" : "/notices/") + one.id(),
                                one.nameZh(),
                                one.organisationZh(),
                                one.countyCode(),
                                one.category(),
                                one.step(),
                                one.postedAt(),
                                one.endsOn(),
                                one.certificateNumber())));
    }

    private Uni<TemplateInstance> list(NoticeSearch search, String home, @Nullable String cursor) {
        String query = search.query();
        List<Shown.Choice> counties = new ArrayList<>();
        List<Shown.Choice> categories = new ArrayList<>();
        for (PolicyPack pack : packs.all()) {
            pack.counties()
                    .forEach(county -> counties.add(new Shown.Choice(
                            county.code(), county.name().zh(), county.name().en())));
            pack.categories().stream()
                    .filter(one ->
                            categories.stream().noneMatch(there -> there.value().equals(one.id())))
                    .forEach(one -> categories.add(new Shown.Choice(
                            one.id(), one.name().zh(), one.name().en())));
        }
        return notices.list(search, cursor, ROWS_A_PAGE)
                .map(page -> Templates.notices(
                        search,
                        counties,
                        categories,
                        page.items().stream()
                                .map(notice -> Shown.posted(notice, packs.forArea(notice.countyCode())))
                                .toList(),
                        home + (search.announcements() ? "/announcements.csv" : "/notices.csv") + query,
                        page.next() == null ? null : home + query + "&cursor=" + page.next(),
                        cursor == null ? null : home + query));
    }

    private Uni<TemplateInstance> page(UUID id, boolean announcement, Form form, @Nullable String receipt) {
        return notices.find(id).map(notice -> {
            if (notice.announcement() != announcement) {
                throw Problem.notFound();
            }
            Optional<PolicyPack> pack = packs.forArea(notice.countyCode());
            return Templates.notice(
                    Shown.posted(notice, pack), announcement ? null : place(notice, pack), form, receipt);
        });
    }

    /** The level that takes objections to a notice, in the reader's language. */
    private @Nullable String place(NoticeView notice, Optional<PolicyPack> pack) {
        return pack.flatMap(of -> of.reviewSteps().stream()
                        .filter(step -> step.id().equals(notice.step()))
                        .findFirst()
                        .map(step -> step.objections())
                        .map(term ->
                                ObjectionPages.levelName(pack, term.level()).in(shell.locale())))
                .orElse(null);
    }
}
