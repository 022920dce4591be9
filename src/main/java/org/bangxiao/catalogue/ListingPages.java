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
import java.util.function.Supplier;
import org.bangxiao.certification.CertificateView;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.WithTables;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The supplier's desk: what my organisation sells, at what price, and how much is left. */
@Path("/desk/listings")
@Cancellable(false)
@WithTables
@RolesAllowed(Role.SUPPLIER)
@Produces(MediaType.TEXT_HTML)
class ListingPages {
    private static final int A_PAGE = 50;

    @CheckedTemplate(basePath = "catalogue", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance listings(
                List<ListingView> listings,
                @Nullable String next,
                @Nullable String first,
                List<CertificateView> listable,
                Form form);

        static native TemplateInstance listing(ListingView listing, Form form, Form stockForm);
    }

    private final Listings listings;
    private final CurrentActor actor;

    ListingPages(Listings listings, CurrentActor actor) {
        this.listings = listings;
        this.actor = actor;
    }

    @GET
    public Uni<TemplateInstance> own(@QueryParam("cursor") @Nullable String cursor) {
        return page(cursor, Form.empty());
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> list(MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return attempt(() -> listings.list(
                        new ListingDraft(
                                id(form),
                                form.value("price").isEmpty() ? null : fen(form, "price"),
                                whole(form, "stock"),
                                form.value("descriptionZh"),
                                form.value("descriptionEn")),
                        actor.required()))
                .map(view -> Redirect.to("/desk/listings/" + view.id(), "flash.listed"))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> html(page(null, form.with(onForm(problem)))));
    }

    @GET
    @Path("/{id}")
    public Uni<TemplateInstance> one(@PathParam("id") UUID id) {
        return one(id, null, null);
    }

    @POST
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> change(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return attempt(() -> listings.change(
                                id,
                                new ListingChange(
                                        (int) whole(form, "version"),
                                        fen(form, "price"),
                                        form.value("descriptionZh"),
                                        form.value("descriptionEn"),
                                        form.value("onSale").equals("true")),
                                actor.required())
                        .replaceWith(true))
                .map(done -> Redirect.to("/desk/listings/" + id, "flash.saved"))
                .onFailure(ListingPages::onTheForm)
                .recoverWithUni(problem -> html(one(id, form.with(onForm((Problem) problem)), null)));
    }

    @POST
    @Path("/{id}/stock")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> changeStock(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return attempt(() -> listings.changeStock(
                        id, whole(form, "quantity"), "desk:" + form.value("key"), actor.required()))
                .map(done -> Redirect.to("/desk/listings/" + id, "flash.saved"))
                .onFailure(ListingPages::onTheForm)
                .recoverWithUni(problem -> html(one(id, null, form.with((Problem) problem))));
    }

    private Uni<TemplateInstance> page(@Nullable String cursor, Form form) {
        return listings.listable(actor.required())
                .chain(listable -> listings.own(actor.required(), cursor, A_PAGE)
                        .map(page -> Templates.listings(
                                page.items(),
                                page.next() == null ? null : "/desk/listings?cursor=" + page.next(),
                                cursor == null ? null : "/desk/listings",
                                listable,
                                form)));
    }

    private Uni<TemplateInstance> one(UUID id, @Nullable Form form, @Nullable Form stockForm) {
        return listings.find(id, actor.required())
                .map(listing -> Templates.listing(
                        listing,
                        form == null ? filled(listing) : form,
                        stockForm == null ? Form.of(Map.of("key", Ids.next().toString())) : stockForm));
    }

    private static Form filled(ListingView listing) {
        Map<String, String> values = new HashMap<>();
        values.put("version", String.valueOf(listing.version()));
        values.put("price", Money.yuan(listing.priceFen()));
        values.put("descriptionZh", listing.descriptionZh());
        values.put("descriptionEn", listing.descriptionEn());
        values.put("onSale", String.valueOf(listing.onSale()));
        return Form.of(values);
    }

    /** A problem thrown before anything runs is one that comes back on the form, too. */
    private static <T> Uni<T> attempt(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(work::get);
    }

    private static boolean onTheForm(Throwable failure) {
        return failure instanceof Problem problem && problem.kind() != Problem.Kind.NOT_FOUND;
    }

    /** The form asks for yuan where the record has fen. */
    private static Problem onForm(Problem problem) {
        return problem.errors().isEmpty()
                ? problem
                : Problem.fields(problem.errors().stream()
                        .map(error -> error.pointer().equals("/priceFen")
                                ? new Problem.FieldError("/price", error.code(), error.arguments())
                                : error)
                        .toList());
    }

    private static Uni<Response> html(Uni<TemplateInstance> page) {
        return page.chain(TemplateInstance::createUni)
                .map(text -> Response.status(Response.Status.BAD_REQUEST)
                        .type(MediaType.TEXT_HTML + ";charset=UTF-8")
                        .entity(text)
                        .build());
    }

    private static UUID id(Form form) {
        try {
            return UUID.fromString(form.value("productId"));
        } catch (IllegalArgumentException e) {
            throw Problem.notFound();
        }
    }

    private static long fen(Form form, String field) {
        try {
            return Money.parseYuan(form.value(field));
        } catch (NumberFormatException e) {
            throw Problem.field("/" + field, "price-unreadable");
        }
    }

    private static long whole(Form form, String field) {
        try {
            return Long.parseLong(form.value(field));
        } catch (NumberFormatException e) {
            throw Problem.field("/" + field, "number-unreadable");
        }
    }
}
