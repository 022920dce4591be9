package org.bangxiao.order;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
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
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** One's own address book. */
@Path(AddressPages.HOME)
@Cancellable(false)
@Authenticated
@Produces(MediaType.TEXT_HTML)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
class AddressPages {
    static final String HOME = "/account/addresses";

    @CheckedTemplate(basePath = "order", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance addresses(List<SavedAddress> addresses, Form form, boolean full);

        static native TemplateInstance address(UUID id, Form form);
    }

    private final AddressBook book;
    private final CurrentActor actor;

    AddressPages(AddressBook book, CurrentActor actor) {
        this.book = book;
        this.actor = actor;
    }

    @GET
    @Consumes(MediaType.WILDCARD)
    public Uni<TemplateInstance> list() {
        return listed(Form.empty());
    }

    @POST
    public Uni<Response> add(MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> book.add(actor.required(), Receiver.of(form)))
                        .map(id -> Redirect.to(HOME, "flash.address-kept")),
                form,
                this::listed);
    }

    @GET
    @Path("{id}")
    @Consumes(MediaType.WILDCARD)
    public Uni<TemplateInstance> one(@PathParam("id") UUID id) {
        return book.read(actor.required(), id).map(found -> Templates.address(id, Form.of(fields(found))));
    }

    @POST
    @Path("{id}")
    public Uni<Response> change(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> book.change(actor.required(), id, Receiver.of(form)))
                        .map(done -> Redirect.to(HOME, "flash.address-kept")),
                form,
                again -> Uni.createFrom().item(Templates.address(id, again)));
    }

    @POST
    @Path("{id}/remove")
    public Uni<Response> remove(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return book.remove(actor.required(), id).map(done -> Redirect.to(HOME, "flash.address-removed"));
    }

    @POST
    @Path("{id}/prefer")
    public Uni<Response> prefer(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return book.prefer(actor.required(), id).map(done -> Redirect.to(HOME, "flash.address-kept"));
    }

    private Uni<TemplateInstance> listed(Form form) {
        return book.list(actor.required().accountId())
                .map(found -> Templates.addresses(found, form, found.size() >= AddressBook.MOST));
    }

    /** What a form shows of it. */
    static Map<String, String> fields(Receiver found) {
        return Map.of(
                "receiver", text(found.receiver()),
                "phone", text(found.phone()),
                "province", text(found.province()),
                "city", text(found.city()),
                "district", text(found.district()),
                "street", text(found.street()),
                "address", text(found.address()),
                "note", text(found.note()));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
