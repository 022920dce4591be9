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
import java.util.stream.Collectors;
import org.bangxiao.certification.CertificateView;
import org.bangxiao.freight.FreightTemplate;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
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
    private static final int LARGER_THAN_ANY = 100_000;

    @CheckedTemplate(basePath = "catalogue", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance listings(
                List<ListingView> listings,
                @Nullable String next,
                @Nullable String first,
                List<CertificateView> listable,
                Form form);

        static native TemplateInstance listing(
                ListingView listing,
                boolean service,
                List<FreightTemplate> templates,
                Form form,
                Form keeping,
                Form delivery);
    }

    private final Listings listings;
    private final ListingFreight freight;
    private final Products products;
    private final Origins origins;
    private final CurrentActor actor;

    ListingPages(Listings listings, ListingFreight freight, Products products, Origins origins, CurrentActor actor) {
        this.listings = listings;
        this.freight = freight;
        this.products = products;
        this.origins = origins;
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
                                id(form, "productId"),
                                form.value("price").isEmpty() ? null : fen(form, "price"),
                                draft(form) && form.value("stock").isEmpty() ? 0 : whole(form, "stock"),
                                form.value("descriptionZh"),
                                form.value("descriptionEn"),
                                !draft(form)),
                        actor.required()))
                .map(view -> Redirect.to("/desk/listings/" + view.id(), view.draft() ? "flash.saved" : "flash.listed"))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> html(page(null, form.with(onForm(problem)))));
    }

    @GET
    @Path("/{id}")
    public Uni<TemplateInstance> one(@PathParam("id") UUID id) {
        return one(id, null, null, null);
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
                                        form.value("onSale").equals("true"),
                                        form.value("weighed").equals("true")),
                                actor.required())
                        .replaceWith(true))
                .map(done -> Redirect.to("/desk/listings/" + id, "flash.saved"))
                .onFailure(ListingPages::onTheForm)
                .recoverWithUni(problem -> html(one(id, form.with(onForm((Problem) problem)), null, null)));
    }

    @GET
    @Path("/{id}/preview")
    public Uni<TemplateInstance> preview(@PathParam("id") UUID id) {
        return listings.find(id, actor.required())
                .chain(listing -> products.preview(id))
                .map(view -> ProductPages.Templates.product(
                        view, view.card(), view.legs(), List.of(), ProductPages.Coming.of(view, null), true));
    }

    @POST
    @Path("/{id}/keeping")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> keep(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return attempt(() -> listings.keep(
                        id,
                        new ShelfData(
                                ShelfData.months(form.value("saleMonths")),
                                form.value("shelfLifeDays").isEmpty() ? null : small(form, "shelfLifeDays"),
                                form.value("storage")),
                        actor.required()))
                .map(done -> Redirect.to("/desk/listings/" + id, "flash.saved"))
                .onFailure(ListingPages::onTheForm)
                .recoverWithUni(problem -> html(one(id, null, form.with((Problem) problem), null)));
    }

    @POST
    @Path("/{id}/freight")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> deliver(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return attempt(() -> freight.choose(
                        id,
                        new ListingFreight.Choice(
                                form.value("templateId").isEmpty() ? null : id(form, "templateId"),
                                form.value("packedGrams").isEmpty() ? null : whole(form, "packedGrams")),
                        actor.required()))
                .map(done -> Redirect.to("/desk/listings/" + id, "flash.saved"))
                .onFailure(ListingPages::onTheForm)
                .recoverWithUni(problem -> html(one(id, null, null, form.with((Problem) problem))));
    }

    private static boolean draft(Form form) {
        return form.value("draft").equals("true");
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

    private Uni<TemplateInstance> one(UUID id, @Nullable Form form, @Nullable Form keeping, @Nullable Form delivery) {
        return listings.find(id, actor.required())
                .chain(listing -> freight.choices(listing.organisationId())
                        .map(templates -> Templates.listing(
                                listing,
                                origins.byPlaces(listing.category()),
                                templates,
                                form == null ? filled(listing) : form,
                                keeping == null ? filled(listing.shelf()) : keeping,
                                delivery == null ? filled(listing.freight()) : delivery)));
    }

    private static Form filled(ListingView listing) {
        Map<String, String> values = new HashMap<>();
        values.put("version", String.valueOf(listing.version()));
        values.put("price", Money.yuan(listing.priceFen()));
        values.put("descriptionZh", listing.descriptionZh());
        values.put("descriptionEn", listing.descriptionEn());
        values.put("onSale", String.valueOf(listing.onSale()));
        values.put("weighed", String.valueOf(listing.weighed()));
        return Form.of(values);
    }

    private static Form filled(ShelfData shelf) {
        return Form.of(Map.of(
                "saleMonths",
                shelf.saleMonths().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                "shelfLifeDays",
                shelf.shelfLifeDays() == null ? "" : String.valueOf(shelf.shelfLifeDays()),
                "storage",
                shelf.storage()));
    }

    private static Form filled(ListingFreight.Choice choice) {
        return Form.of(Map.of(
                "templateId",
                choice.templateId() == null ? "" : choice.templateId().toString(),
                "packedGrams",
                choice.packedGrams() == null ? "" : String.valueOf(choice.packedGrams())));
    }

    /** A problem thrown before anything runs is one that comes back on the form, too. */
    private static <T> Uni<T> attempt(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(work::get);
    }

    static boolean onTheForm(Throwable failure) {
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

    static Uni<Response> html(Uni<TemplateInstance> page) {
        return page.chain(TemplateInstance::createUni)
                .map(text -> FormAnswer.html(Response.Status.BAD_REQUEST.getStatusCode(), text));
    }

    private static UUID id(Form form, String field) {
        try {
            return UUID.fromString(form.value(field));
        } catch (IllegalArgumentException e) {
            throw Problem.notFound();
        }
    }

    static long fen(Form form, String field) {
        try {
            return Money.parseYuan(form.value(field));
        } catch (NumberFormatException e) {
            throw Problem.field("/" + field, "price-unreadable");
        }
    }

    /** A number that is refused anyway where it is larger than any we ask for. */
    static int small(Form form, String field) {
        return (int) Math.max(-1, Math.min(whole(form, field), LARGER_THAN_ANY));
    }

    static long whole(Form form, String field) {
        try {
            return Long.parseLong(form.value(field));
        } catch (NumberFormatException e) {
            throw Problem.field("/" + field, "number-unreadable");
        }
    }
}
