package org.bangxiao.settlement.village;

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
import org.jspecify.annotations.Nullable;

/** Villages' collectives: what is theirs, and the account at which each is paid. */
@Path(VillagePages.HOME)
@Cancellable(false)
@WithTables
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR})
class VillagePages {
    static final String HOME = "/desk/villages";
    private static final int ROWS_A_PAGE = 50;

    /** A bank to choose. */
    record Bank(String code, String name) {}

    /** What the reader may do here. */
    record May(boolean ask, boolean decide) {}

    @CheckedTemplate(basePath = "settlement", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance villages(List<Village> villages, @Nullable String next, @Nullable String first);

        static native TemplateInstance village(Village.File file, List<Bank> banks, May may, Form form);
    }

    private final Villages villages;
    private final PolicyPacks packs;
    private final CurrentActor currentActor;
    private final Shell shell;

    VillagePages(Villages villages, PolicyPacks packs, CurrentActor currentActor, Shell shell) {
        this.villages = villages;
        this.packs = packs;
        this.currentActor = currentActor;
        this.shell = shell;
    }

    @GET
    public Uni<TemplateInstance> list(@QueryParam("cursor") @Nullable String cursor) {
        return villages.list(currentActor.required(), cursor, ROWS_A_PAGE)
                .map(page -> Templates.villages(
                        page.items(),
                        page.next() == null ? null : HOME + "?cursor=" + page.next(),
                        cursor == null ? null : HOME));
    }

    @GET
    @Path("/{id}")
    public Uni<TemplateInstance> one(@PathParam("id") UUID id) {
        return page(currentActor.required(), id, Form.empty());
    }

    @POST
    @Path("/{id}/accounts")
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> ask(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Actor officer = currentActor.required();
        Form form = Form.of(posted);
        Village.Draft draft = new Village.Draft(
                form.value("holder"), form.value("bankCode"), form.value("bankAccount"), form.value("reason"));
        return done(officer, id, form, villages.ask(officer, id, draft));
    }

    @POST
    @Path("/{id}/accounts/{change}/approval")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> approve(@PathParam("id") UUID id, @PathParam("change") UUID change) {
        Actor officer = currentActor.required();
        return done(officer, id, Form.empty(), villages.decide(officer, id, change, true));
    }

    @POST
    @Path("/{id}/accounts/{change}/refusal")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> refuse(@PathParam("id") UUID id, @PathParam("change") UUID change) {
        Actor officer = currentActor.required();
        return done(officer, id, Form.empty(), villages.decide(officer, id, change, false));
    }

    private Uni<Response> done(Actor officer, UUID id, Form form, Uni<?> work) {
        return FormAnswer.orAgain(
                work.map(ignored -> Redirect.to(HOME + "/" + id, "flash.village-account")),
                form,
                again -> page(officer, id, again));
    }

    private Uni<TemplateInstance> page(Actor reader, UUID id, Form form) {
        return villages.file(reader, id).map(file -> {
            String code = file.village().villageCode();
            boolean county = reader.actsIn(Role.COUNTY_OFFICER, code);
            May may = new May(county || reader.actsIn(Role.VILLAGE_OFFICER, code), county);
            return Templates.village(file, banks(code), may, form);
        });
    }

    private List<Bank> banks(String village) {
        return packs.forArea(village).stream()
                .flatMap(pack -> Stream.ofNullable(pack.payouts()))
                .flatMap(rules -> rules.banks().stream())
                .map(bank -> new Bank(bank.code(), bank.name().in(shell.locale())))
                .toList();
    }
}
