package org.bangxiao.catalogue;

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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bangxiao.document.Documents;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.WithTables;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** An operator's zones: what they are called, which goods stand in them and in what order. The region's office takes them off. */
@Path(ZoneDeskPages.HOME)
@Cancellable(false)
@WithTables
@RolesAllowed(Role.COUNTER_OPERATOR)
@Produces(MediaType.TEXT_HTML)
class ZoneDeskPages {
    static final String HOME = "/desk/zones";
    private static final int ROWS_A_PAGE = 30;
    private static final int FOUND = 10;

    @CheckedTemplate(basePath = "catalogue", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance zoneDesk(
                List<Zone> zones, LocalDate today, boolean operator, @Nullable String next, @Nullable String first);

        static native TemplateInstance zoneForm(@Nullable UUID id, Form form);

        static native TemplateInstance zoneOne(
                Zone zone,
                List<ZoneRepository.Good> goods,
                boolean own,
                boolean open,
                int most,
                String q,
                List<ProductCard> found,
                Set<UUID> there,
                Form form);
    }

    private final ZoneDesk desk;
    private final Products products;
    private final Documents documents;
    private final BusinessClock clock;
    private final CurrentActor actor;

    ZoneDeskPages(ZoneDesk desk, Products products, Documents documents, BusinessClock clock, CurrentActor actor) {
        this.desk = desk;
        this.products = products;
        this.documents = documents;
        this.clock = clock;
        this.actor = actor;
    }

    @GET
    @RolesAllowed({Role.COUNTER_OPERATOR, Role.REGION_OFFICER})
    public Uni<TemplateInstance> list(@QueryParam("cursor") @Nullable UUID cursor) {
        return desk.list(actor.required(), cursor, ROWS_A_PAGE)
                .map(page -> Templates.zoneDesk(
                        page.items(),
                        clock.today(),
                        actor.required().has(Role.COUNTER_OPERATOR),
                        page.next() == null ? null : HOME + "?cursor=" + page.next(),
                        cursor == null ? null : HOME));
    }

    @GET
    @Path("/new")
    public TemplateInstance fresh() {
        LocalDate today = clock.today();
        return Templates.zoneForm(
                null,
                Form.of(Map.of(
                        "from", today.toString(), "to", today.plusYears(1).toString())));
    }

    @POST
    @Path("/new")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> open(MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> desk.open(actor.required(), draft(form)))
                        .map(id -> Redirect.to(HOME + "/" + id, "flash.saved")),
                form,
                again -> Uni.createFrom().item(Templates.zoneForm(null, again)));
    }

    @GET
    @Path("/{id}/words")
    public Uni<TemplateInstance> words(@PathParam("id") UUID id) {
        return desk.one(actor.required(), id).map(opened -> Templates.zoneForm(id, filled(opened.zone())));
    }

    @POST
    @Path("/{id}/words")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> change(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> desk.change(actor.required(), id, draft(form)))
                        .map(done -> Redirect.to(HOME + "/" + id, "flash.saved")),
                form,
                again -> Uni.createFrom().item(Templates.zoneForm(id, again)));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Role.COUNTER_OPERATOR, Role.REGION_OFFICER})
    public Uni<TemplateInstance> one(@PathParam("id") UUID id, @QueryParam("q") @Nullable String q) {
        return page(id, q == null ? "" : q.strip(), Form.empty());
    }

    /** Goods that were found. */
    @POST
    @Path("/{id}/goods")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> add(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return done(id, posted, form -> desk.add(actor.required(), id, listing(form.value("listing"))));
    }

    /** The one whose button was pressed goes one forward, or out. */
    @POST
    @Path("/{id}/order")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> arrange(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return done(
                id,
                posted,
                form -> desk.move(actor.required(), id, pressed(form.value("forward")), pressed(form.value("remove"))));
    }

    @POST
    @Path("/{id}/picture")
    @Consumes({MediaType.MULTIPART_FORM_DATA, MediaType.APPLICATION_FORM_URLENCODED})
    public Uni<Response> picture(@PathParam("id") UUID id, @RestForm("file") @Nullable FileUpload file) {
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> desk.showPicture(
                                actor.required(),
                                id,
                                file == null || file.fileName().isEmpty()
                                        ? Uni.createFrom().failure(Problem.field("/file", "field-required"))
                                        : documents.check(file.uploadedFile())))
                        .map(done -> Redirect.to(HOME + "/" + id, "flash.saved")),
                Form.empty(),
                again -> page(id, "", again));
    }

    @POST
    @Path("/{id}/picture/remove")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> dropPicture(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return done(id, posted, form -> desk.dropPicture(actor.required(), id));
    }

    @POST
    @Path("/{id}/hide")
    @RolesAllowed(Role.REGION_OFFICER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> hide(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return done(id, posted, form -> desk.hide(actor.required(), id, form.value("reason")));
    }

    @POST
    @Path("/{id}/show")
    @RolesAllowed(Role.REGION_OFFICER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> showAgain(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return done(id, posted, form -> desk.showAgain(actor.required(), id));
    }

    private interface Work {
        Uni<Void> of(Form form);
    }

    private Uni<Response> done(UUID id, MultivaluedMap<String, String> posted, Work work) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom().deferred(() -> work.of(form)).map(done -> Redirect.to(HOME + "/" + id, "flash.saved")),
                form,
                again -> page(id, "", again));
    }

    private Uni<TemplateInstance> page(UUID id, String q, Form form) {
        Uni<List<ProductCard>> found = q.isEmpty()
                ? Uni.createFrom().item(List.of())
                : products.list(new ProductQuery(q, ProductFilter.NOTHING, ProductQuery.Sort.RELEVANCE, null, FOUND))
                        .map(page -> page.items());
        return desk.one(actor.required(), id)
                .chain(opened -> found.map(cards -> Templates.zoneOne(
                        opened.zone(),
                        opened.goods(),
                        opened.own(),
                        opened.zone().openOn(clock.today()),
                        ZoneDesk.MOST_GOODS,
                        q,
                        cards,
                        opened.goods().stream()
                                .map(ZoneRepository.Good::listingId)
                                .collect(Collectors.toSet()),
                        form)));
    }

    private static ZoneDraft draft(Form form) {
        return new ZoneDraft(
                form.value("slug"),
                form.value("nameZh"),
                form.value("nameEn"),
                form.value("leadZh"),
                form.value("leadEn"),
                day(form.value("from")),
                day(form.value("to")));
    }

    private static Form filled(Zone zone) {
        Map<String, String> values = new HashMap<>();
        values.put("slug", zone.slug());
        values.put("nameZh", zone.nameZh());
        values.put("nameEn", zone.nameEn());
        values.put("leadZh", zone.leadZh());
        values.put("leadEn", zone.leadEn());
        values.put("from", zone.from().toString());
        values.put("to", zone.to().toString());
        return Form.of(values);
    }

    private static UUID listing(String typed) {
        try {
            return UUID.fromString(typed);
        } catch (IllegalArgumentException e) {
            throw Problem.field("/listing", "zone-good-unknown");
        }
    }

    private static @Nullable UUID pressed(String typed) {
        return typed.isEmpty() ? null : listing(typed);
    }

    private static @Nullable LocalDate day(String typed) {
        try {
            return LocalDate.parse(typed);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
