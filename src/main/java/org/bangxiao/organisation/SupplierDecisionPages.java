package org.bangxiao.organisation;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.UUID;
import java.util.function.Supplier;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;

/** What an officer of the county decides on a supplier, by forms on its page. */
@Path("/desk/suppliers")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@RolesAllowed(Role.COUNTY_OFFICER)
class SupplierDecisionPages {
    private final SupplierRegister register;
    private final SupplierDocuments documents;
    private final Blacklist blacklist;
    private final SupplierDesk desk;
    private final CurrentActor currentActor;

    SupplierDecisionPages(
            SupplierRegister register,
            SupplierDocuments documents,
            Blacklist blacklist,
            SupplierDesk desk,
            CurrentActor currentActor) {
        this.register = register;
        this.documents = documents;
        this.blacklist = blacklist;
        this.desk = desk;
        this.currentActor = currentActor;
    }

    /** The button says which: confirm, return, suspend or lift. */
    @POST
    @Path("/{id}/decision")
    public Uni<Response> decide(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        int version = form.value("version").matches("\\d{1,9}") ? Integer.parseInt(form.value("version")) : -1;
        return done(actor, id, form, () -> switch (form.value("action")) {
            case "confirm" -> register.confirm(actor, id, version);
            case "return" -> register.sendBack(actor, id, version, form.value("reason"));
            case "suspend" -> register.suspend(actor, id, version, form.value("reason"));
            case "lift" -> register.lift(actor, id, version, form.value("reason"));
            default -> throw Problem.notFound();
        });
    }

    @POST
    @Path("/{id}/documents/{document}")
    public Uni<Response> decideDocument(
            @PathParam("id") UUID id, @PathParam("document") UUID document, MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        return done(
                actor,
                id,
                form,
                () -> documents.decide(
                        actor, document, form.value("action").equals("confirm"), form.value("documentReason")));
    }

    @POST
    @Path("/{id}/blacklist")
    public Uni<Response> blacklist(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        return done(actor, id, form, () -> {
            LocalDate from = date(form, "fromOn");
            LocalDate to = form.value("toOn").isEmpty() ? null : date(form, "toOn");
            return blacklist
                    .enter(
                            actor,
                            id,
                            from,
                            to,
                            form.value("reason"),
                            form.value("published").equals("true"))
                    .replaceWithVoid();
        });
    }

    @POST
    @Path("/{id}/blacklist/{entry}/end")
    public Uni<Response> liftBlacklist(
            @PathParam("id") UUID id, @PathParam("entry") UUID entry, MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        return done(actor, id, form, () -> blacklist.lift(actor, entry, form.value("reason")));
    }

    /** Shows name and numbers once, on the answer itself; the purpose is written down. */
    @POST
    @Path("/{id}/clear")
    public Uni<Response> readClear(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        return Uni.createFrom()
                .deferred(() -> register.readClear(actor, id, form.value("purpose")))
                .chain(clear -> desk.page(actor, id, Form.empty(), clear))
                .map(page -> Response.ok(page).build())
                .onFailure(SupplierDecisionPages::sayable)
                .recoverWithUni(problem -> desk.again(actor, id, form, (Problem) problem));
    }

    private Uni<Response> done(Actor actor, UUID id, Form form, Supplier<Uni<Void>> deed) {
        return Uni.createFrom()
                .deferred(deed::get)
                .map(done -> Redirect.to("/desk/suppliers/" + id, "flash.supplier-decided"))
                .onFailure(SupplierDecisionPages::sayable)
                .recoverWithUni(problem -> desk.again(actor, id, form, (Problem) problem));
    }

    /** What can be said on the supplier's page; a stranger's supplier has none. */
    private static boolean sayable(Throwable failure) {
        return failure instanceof Problem problem && problem.kind() != Problem.Kind.NOT_FOUND;
    }

    private static LocalDate date(Form form, String field) {
        try {
            return LocalDate.parse(form.value(field));
        } catch (DateTimeException notADate) {
            throw Problem.field("/" + field, "date-invalid");
        }
    }
}
