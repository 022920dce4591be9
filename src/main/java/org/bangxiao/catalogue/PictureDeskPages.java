package org.bangxiao.catalogue;

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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.document.CheckedDocument;
import org.bangxiao.document.Documents;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The pictures of one of the supplier's goods: one form adds, another one says the order and the words. */
@Path("/desk/listings/{id}/pictures")
@Cancellable(false)
@RolesAllowed(Role.SUPPLIER)
@Produces(MediaType.TEXT_HTML)
class PictureDeskPages {
    @CheckedTemplate(basePath = "catalogue", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance pictures(
                ListingView listing, List<GoodsPicture> pictures, int most, Form form, Form adding);
    }

    private final Listings listings;
    private final GoodsPictures pictures;
    private final Documents documents;
    private final CurrentActor actor;

    PictureDeskPages(Listings listings, GoodsPictures pictures, Documents documents, CurrentActor actor) {
        this.listings = listings;
        this.pictures = pictures;
        this.documents = documents;
        this.actor = actor;
    }

    @GET
    public Uni<TemplateInstance> own(@PathParam("id") UUID id) {
        return page(id, null, Form.empty());
    }

    @POST
    @Consumes({MediaType.MULTIPART_FORM_DATA, MediaType.APPLICATION_FORM_URLENCODED})
    public Uni<Response> add(
            @PathParam("id") UUID id,
            @RestForm("newZh") @DefaultValue("") String newZh,
            @RestForm("newEn") @DefaultValue("") String newEn,
            @RestForm("file") @Nullable FileUpload file) {
        Form typed = Form.of(Map.of("newZh", newZh, "newEn", newEn));
        return Uni.createFrom()
                .deferred(() -> pictures.add(id, checked(file), new GoodsPictures.Alt(newZh, newEn), actor.required()))
                .map(done -> Redirect.to(home(id), "flash.picture-added"))
                .onFailure(ListingPages::onTheForm)
                .recoverWithUni(problem -> ListingPages.html(page(id, null, typed.with(added((Problem) problem)))));
    }

    @POST
    @Path("/order")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> arrange(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return Uni.createFrom()
                .deferred(() -> pictures.arrange(id, wishes(form), actor.required()))
                .map(done -> Redirect.to(home(id), "flash.saved"))
                .onFailure(ListingPages::onTheForm)
                .recoverWithUni(
                        problem -> ListingPages.html(page(id, form.with(inRow((Problem) problem)), Form.empty())));
    }

    private Uni<TemplateInstance> page(UUID id, @Nullable Form form, Form adding) {
        return listings.find(id, actor.required())
                .chain(listing -> pictures.of(id, actor.required())
                        .map(all -> Templates.pictures(
                                listing, all, GoodsPictures.MOST, form == null ? filled(all) : form, adding)));
    }

    private Uni<CheckedDocument> checked(@Nullable FileUpload file) {
        return file == null || file.fileName().isEmpty()
                ? Uni.createFrom().failure(Problem.field("/file", "field-required"))
                : documents.check(file.uploadedFile());
    }

    /** The rows as they stood, but for the one whose button was pressed: it goes one forward, or away. */
    private static List<GoodsPictures.Wish> wishes(Form form) {
        List<GoodsPictures.Wish> wishes = new ArrayList<>();
        for (int row = 0; row < GoodsPictures.MOST; row++) {
            String sha256 = form.value("sha256-" + row);
            if (sha256.isEmpty() || sha256.equals(form.value("remove"))) {
                continue;
            }
            GoodsPictures.Wish wish = new GoodsPictures.Wish(
                    sha256, new GoodsPictures.Alt(form.value("altZh-" + row), form.value("altEn-" + row)));
            boolean forward = sha256.equals(form.value("forward")) && !wishes.isEmpty();
            wishes.add(forward ? wishes.size() - 1 : wishes.size(), wish);
        }
        return wishes;
    }

    private static Form filled(List<GoodsPicture> pictures) {
        Map<String, String> values = new HashMap<>();
        for (int row = 0; row < pictures.size(); row++) {
            values.put("altZh-" + row, pictures.get(row).altZh());
            values.put("altEn-" + row, pictures.get(row).altEn());
        }
        return Form.of(values);
    }

    private static Problem added(Problem problem) {
        return renamed(problem, "^/alt(Zh|En)$", "/new$1");
    }

    private static Problem inRow(Problem problem) {
        return renamed(problem, "^/pictures/(\\d+)/(\\w+)$", "/$2-$1");
    }

    private static Problem renamed(Problem problem, String pointer, String name) {
        return problem.errors().isEmpty()
                ? problem
                : Problem.fields(problem.errors().stream()
                        .map(error -> new Problem.FieldError(
                                error.pointer().replaceFirst(pointer, name), error.code(), error.arguments()))
                        .toList());
    }

    private static String home(UUID id) {
        return "/desk/listings/" + id + "/pictures";
    }
}
