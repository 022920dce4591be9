package org.bangxiao.order;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.catalogue.GiftBoxView;
import org.bangxiao.catalogue.GiftBoxes;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** A gift box on a page of its own, and from there into the cart. */
@Path("/boxes/{id}")
@Cancellable(false)
@PermitAll
@Produces(MediaType.TEXT_HTML)
class BoxPages {
    @CheckedTemplate(basePath = "order", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance box(GiftBoxView box, OrganisationView.Name supplier, Form form);
    }

    private final GiftBoxes boxes;
    private final AddBox addBox;
    private final CurrentActor actor;

    BoxPages(GiftBoxes boxes, AddBox addBox, CurrentActor actor) {
        this.boxes = boxes;
        this.addBox = addBox;
        this.actor = actor;
    }

    @GET
    public Uni<TemplateInstance> box(@PathParam("id") UUID id) {
        return page(id, Form.of(Map.of("boxes", "1")));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> add(
            @PathParam("id") UUID id,
            MultivaluedMap<String, String> posted,
            @CookieParam(Shopper.COOKIE) @Nullable String guest,
            HttpServerRequest request) {
        Form form = Form.of(posted);
        Visitor visitor = Visitor.of(actor, guest);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> addBox.add(visitor.shopper(), id, count(form)))
                        .map(done -> visitor.known(next(id, form), request)),
                form,
                again -> page(id, again));
    }

    private Uni<TemplateInstance> page(UUID id, Form form) {
        return boxes.show(id).map(shown -> Templates.box(shown.box(), shown.supplier(), form));
    }

    private static Response next(UUID id, Form form) {
        return switch (form.value("then")) {
            case "checkout" -> Redirect.to("/checkout");
            case "stay" -> Redirect.to("/boxes/" + id, "flash.added");
            default -> Redirect.to("/cart", "flash.added");
        };
    }

    private static long count(Form form) {
        String text = form.value("boxes");
        if (!text.matches("\\d{1,4}")) {
            throw OrderProblems.boxes(AddBox.MOST);
        }
        return Long.parseLong(text);
    }
}
