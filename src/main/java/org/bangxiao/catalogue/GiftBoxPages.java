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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.WithTables;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The supplier's desk: goods put together as gift boxes. */
@Path(GiftBoxPages.HOME)
@Cancellable(false)
@WithTables
@RolesAllowed(Role.SUPPLIER)
@Produces(MediaType.TEXT_HTML)
class GiftBoxPages {
    static final String HOME = "/desk/boxes";

    private static final int A_PAGE = 50;
    private static final String UUID_TEXT = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    @CheckedTemplate(basePath = "catalogue", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance boxes(List<GiftBoxView> boxes, @Nullable String next, @Nullable String first);

        static native TemplateInstance box(
                @Nullable GiftBoxView box, List<GiftBoxRepository.Choice> choices, Form form);
    }

    private final GiftBoxes boxes;
    private final CurrentActor actor;

    GiftBoxPages(GiftBoxes boxes, CurrentActor actor) {
        this.boxes = boxes;
        this.actor = actor;
    }

    @GET
    public Uni<TemplateInstance> own(@QueryParam("cursor") @Nullable String cursor) {
        return boxes.own(actor.required(), cursor, A_PAGE)
                .map(page -> Templates.boxes(
                        page.items(),
                        page.next() == null ? null : HOME + "?cursor=" + page.next(),
                        cursor == null ? null : HOME));
    }

    @GET
    @Path("/new")
    public Uni<TemplateInstance> fresh() {
        return page(Form.empty());
    }

    @POST
    @Path("/new")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> add(MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> boxes.save(null, null, draft(posted, form), actor.required()))
                        .map(id -> Redirect.to(HOME + "/" + id, "flash.saved")),
                form,
                this::page);
    }

    @GET
    @Path("/{id}")
    public Uni<TemplateInstance> one(@PathParam("id") UUID id) {
        return page(id, null);
    }

    @POST
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> change(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> boxes.save(
                                id, (int) ListingPages.whole(form, "version"), draft(posted, form), actor.required()))
                        .map(done -> Redirect.to(HOME + "/" + id, "flash.saved")),
                form,
                again -> page(id, again));
    }

    @POST
    @Path("/{id}/offer")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> offer(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return boxes.offer(id, Form.of(posted).value("offered").equals("true"), actor.required())
                .map(done -> Redirect.to(HOME + "/" + id, "flash.saved"));
    }

    private Uni<TemplateInstance> page(Form form) {
        return boxes.choices(actor.required(), List.of()).map(choices -> Templates.box(null, choices, form));
    }

    private Uni<TemplateInstance> page(UUID id, @Nullable Form form) {
        return boxes.own(id, actor.required())
                .chain(box -> boxes.choices(
                                actor.required(),
                                box.goods().stream()
                                        .map(GiftBoxView.Item::listingId)
                                        .toList())
                        .map(choices -> Templates.box(box, choices, form == null ? filled(box) : form)));
    }

    /** Each of the goods has a field for its pieces, named by its id; an empty one leaves it out. */
    private static GiftBoxDraft draft(MultivaluedMap<String, String> posted, Form form) {
        return new GiftBoxDraft(
                form.value("nameZh"),
                form.value("nameEn"),
                form.value("textZh"),
                form.value("textEn"),
                posted.keySet().stream()
                        .filter(name ->
                                name.matches(UUID_TEXT) && !form.value(name).isEmpty())
                        .sorted()
                        .map(name -> new GiftBoxDraft.Part(UUID.fromString(name), pieces(form.value(name))))
                        .filter(part -> part.pieces() != 0)
                        .toList());
    }

    /** What is no number is refused as too few. */
    private static int pieces(String text) {
        return text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1;
    }

    private static Form filled(GiftBoxView box) {
        Map<String, String> values = new HashMap<>(Map.of(
                "version",
                String.valueOf(box.version()),
                "nameZh",
                box.nameZh(),
                "nameEn",
                box.nameEn(),
                "textZh",
                box.textZh(),
                "textEn",
                box.textEn()));
        box.goods().forEach(item -> values.put(item.listingId().toString(), String.valueOf(item.pieces())));
        return Form.of(values);
    }
}
