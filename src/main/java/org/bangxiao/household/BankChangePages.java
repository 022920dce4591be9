package org.bangxiao.household;

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
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.Shell;
import org.bangxiao.platform.web.WithTables;
import org.bangxiao.region.PolicyPacks;
import org.jboss.resteasy.reactive.server.Cancellable;

/** A household's accounts over time, and the form for another one. */
@Path("/desk/households/{id}/bank")
@Cancellable(false)
@WithTables
@Produces(MediaType.TEXT_HTML)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
class BankChangePages {
    /** A bank to choose. */
    record Bank(String code, String name) {}

    /** What the reader may do here. */
    record May(boolean ask, boolean decide) {}

    @CheckedTemplate(basePath = "household", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance bankChanges(
                HouseholdView household, List<BankChange> changes, List<Bank> banks, May may, Form form);
    }

    private final Households households;
    private final BankChanges changes;
    private final PolicyPacks packs;
    private final CurrentActor currentActor;
    private final Shell shell;

    BankChangePages(
            Households households, BankChanges changes, PolicyPacks packs, CurrentActor currentActor, Shell shell) {
        this.households = households;
        this.changes = changes;
        this.packs = packs;
        this.currentActor = currentActor;
        this.shell = shell;
    }

    @GET
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR})
    public Uni<TemplateInstance> of(@PathParam("id") UUID id) {
        return page(id, Form.empty());
    }

    @POST
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER})
    public Uni<Response> ask(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        BankChange.Draft draft =
                new BankChange.Draft(form.value("bankCode"), form.value("bankAccount"), form.value("reason"));
        return done(id, form, Uni.createFrom().deferred(() -> changes.ask(currentActor.required(), id, draft)));
    }

    @POST
    @Path("/{change}/approval")
    @RolesAllowed(Role.COUNTY_OFFICER)
    public Uni<Response> approve(@PathParam("id") UUID id, @PathParam("change") UUID change) {
        return done(id, Form.empty(), changes.decide(currentActor.required(), id, change, true));
    }

    @POST
    @Path("/{change}/refusal")
    @RolesAllowed(Role.COUNTY_OFFICER)
    public Uni<Response> refuse(@PathParam("id") UUID id, @PathParam("change") UUID change) {
        return done(id, Form.empty(), changes.decide(currentActor.required(), id, change, false));
    }

    private Uni<Response> done(UUID id, Form form, Uni<?> work) {
        return FormAnswer.orAgain(
                work.map(ignored -> Redirect.to("/desk/households/" + id + "/bank", "flash.bank-change")),
                form,
                again -> page(id, again));
    }

    private Uni<TemplateInstance> page(UUID id, Form form) {
        Actor reader = currentActor.required();
        return households
                .seenBy(reader, id)
                .chain(view -> changes.of(reader, id)
                        .map(found -> Templates.bankChanges(
                                view, found, banks(view.villageCode()), may(reader, view), form)));
    }

    private List<Bank> banks(String village) {
        return packs.forArea(village).stream()
                .flatMap(pack -> Stream.ofNullable(pack.payouts()))
                .flatMap(rules -> rules.banks().stream())
                .map(bank -> new Bank(bank.code(), bank.name().in(shell.locale())))
                .toList();
    }

    private static May may(Actor reader, HouseholdView view) {
        boolean county = reader.actsIn(Role.COUNTY_OFFICER, view.villageCode());
        return new May(county || reader.actsIn(Role.VILLAGE_OFFICER, view.villageCode()), county);
    }
}
