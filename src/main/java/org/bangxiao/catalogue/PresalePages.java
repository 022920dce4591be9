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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** One of the supplier's goods, sold in advance. */
@Path("/desk/listings/{id}/presale")
@Cancellable(false)
@RolesAllowed(Role.SUPPLIER)
@Produces(MediaType.TEXT_HTML)
class PresalePages {
    @CheckedTemplate(basePath = "catalogue", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance presale(ListingView listing, Form form);
    }

    private final Listings listings;
    private final Presales presales;
    private final CurrentActor actor;

    PresalePages(Listings listings, Presales presales, CurrentActor actor) {
        this.listings = listings;
        this.presales = presales;
        this.actor = actor;
    }

    @GET
    public Uni<TemplateInstance> presale(@PathParam("id") UUID id) {
        return page(id, null);
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> change(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> presales.change(id, written(form), actor.required()))
                        .map(done -> Redirect.to("/desk/listings/" + id, "flash.saved")),
                form,
                again -> page(id, again));
    }

    @POST
    @Path("/end")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> end(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return presales.change(id, null, actor.required())
                .map(done -> Redirect.to("/desk/listings/" + id, "flash.saved"));
    }

    private Uni<TemplateInstance> page(UUID id, @Nullable Form form) {
        return listings.find(id, actor.required())
                .map(listing -> Templates.presale(listing, form == null ? filled(listing.presale()) : form));
    }

    /** All three days; what is missing or no date is said at each field. */
    private static Presale written(Form form) {
        List<Problem.FieldError> errors = new ArrayList<>();
        for (String field : List.of("soldUntil", "sendFrom", "sendTo")) {
            try {
                if (PricePages.day(form, field) == null) {
                    errors.add(new Problem.FieldError("/" + field, "field-required", List.of()));
                }
            } catch (Problem unreadable) {
                errors.addAll(unreadable.errors());
            }
        }
        Presale presale = errors.isEmpty()
                ? Presale.of(
                        PricePages.day(form, "soldUntil"),
                        PricePages.day(form, "sendFrom"),
                        PricePages.day(form, "sendTo"))
                : null;
        if (presale == null) {
            throw Problem.fields(errors);
        }
        return presale;
    }

    private static Form filled(@Nullable Presale presale) {
        return presale == null
                ? Form.empty()
                : Form.of(Map.of(
                        "soldUntil", presale.soldUntil().toString(),
                        "sendFrom", presale.sendFrom().toString(),
                        "sendTo", presale.sendTo().toString()));
    }
}
