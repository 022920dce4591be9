package org.bangxiao.certification;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
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
import java.util.List;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.region.PolicyPacks;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The notice board: what is posted, what was announced, and the form to object with. */
@Path("/")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
class NoticePages {
    private static final int ROWS_A_PAGE = 50;

    @CheckedTemplate(basePath = "certification", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance notices(
                boolean announced, List<Shown.Posted> notices, @Nullable String next, @Nullable String first);

        static native TemplateInstance notice(Shown.Posted notice, Form form, @Nullable String receipt);

        static native TemplateInstance objection(String receipt, @Nullable ObjectionView objection);
    }

    private final Notices notices;
    private final Objections objections;
    private final PolicyPacks packs;

    NoticePages(Notices notices, Objections objections, PolicyPacks packs) {
        this.notices = notices;
        this.objections = objections;
        this.packs = packs;
    }

    @GET
    @Path("notices")
    @PermitAll
    public Uni<TemplateInstance> list(@QueryParam("cursor") @Nullable String cursor) {
        return list(false, "/notices", cursor);
    }

    @GET
    @Path("announcements")
    @PermitAll
    public Uni<TemplateInstance> announced(@QueryParam("cursor") @Nullable String cursor) {
        return list(true, "/announcements", cursor);
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
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> object(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return Uni.createFrom()
                .deferred(() -> objections.lodge(id, form.value("content"), form.value("contact")))
                .map(receipt -> Redirect.to(
                        "/notices/" + id + "?receipt=" + URLEncoder.encode(receipt, StandardCharsets.UTF_8)))
                .onFailure(failure -> failure instanceof Problem problem && problem.kind() != Problem.Kind.NOT_FOUND)
                .recoverWithUni(failure -> page(id, false, form.with((Problem) failure), null)
                        .chain(TemplateInstance::createUni)
                        .map(html -> CasePages.html(((Problem) failure).kind().status(), html)));
    }

    /** What became of an objection, by its receipt. */
    @GET
    @Path("notices/objections")
    @PermitAll
    public Uni<TemplateInstance> outcome(@QueryParam("receipt") @DefaultValue("") String receipt) {
        return notices.byReceipt(receipt).map(found -> Templates.objection(receipt.strip(), found.orElse(null)));
    }

    private Uni<TemplateInstance> list(boolean announced, String home, @Nullable String cursor) {
        return notices.list(announced, cursor, ROWS_A_PAGE)
                .map(page -> Templates.notices(
                        announced,
                        page.items().stream()
                                .map(notice -> Shown.posted(notice, packs.forArea(notice.countyCode())))
                                .toList(),
                        page.next() == null ? null : home + "?cursor=" + page.next(),
                        cursor == null ? null : home));
    }

    private Uni<TemplateInstance> page(UUID id, boolean announcement, Form form, @Nullable String receipt) {
        return notices.find(id).map(notice -> {
            if (notice.announcement() != announcement) {
                throw Problem.notFound();
            }
            return Templates.notice(Shown.posted(notice, packs.forArea(notice.countyCode())), form, receipt);
        });
    }
}
