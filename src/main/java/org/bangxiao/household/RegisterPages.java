package org.bangxiao.household;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.CsvFile;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.SentFile;
import org.bangxiao.platform.web.Shell;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The county's office enters households into the register, by a sheet or one by one. */
@Path(RegisterPages.HOME)
@Cancellable(false)
@RolesAllowed(Role.COUNTY_OFFICER)
class RegisterPages {
    static final String HOME = "/desk/households/register";

    @CheckedTemplate(basePath = "household", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance register(
                List<HouseholdStatus> statuses, Form form, List<NamedRows.Fault> faults);
    }

    private final Register register;
    private final CurrentActor actor;
    private final Shell shell;

    RegisterPages(Register register, CurrentActor actor, Shell shell) {
        this.register = register;
        this.actor = actor;
        this.shell = shell;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance page() {
        return page(Form.empty(), List.of());
    }

    @GET
    @Path("template")
    @Produces("text/csv;charset=UTF-8")
    public Response template() {
        return CsvFile.answer("households.csv", HouseholdSheet.ROWS.heading(shell.locale()), List.of());
    }

    @POST
    @Path("sheet")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Produces(MediaType.TEXT_HTML)
    public Uni<Response> sheet(@RestForm @Nullable FileUpload file) {
        return entered(() -> HouseholdSheet.read(SentFile.bytes(file, HouseholdSheet.MOST_BYTES)), problem -> {
            List<NamedRows.Fault> faults = NamedRows.faults(problem, "/households", shell.locale());
            Problem shown = faults.isEmpty() ? problem : Problem.field("/file", "sheet-rows-wrong", faults.size());
            return page(Form.empty().with(shown), faults);
        });
    }

    @POST
    @Path("one")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_HTML)
    public Uni<Response> one(MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        Map<String, String> cells = new HashMap<>();
        HouseholdSheet.COLUMNS.forEach(column -> cells.put(column, form.value(column)));
        return entered(() -> HouseholdSheet.read(List.of(cells)), problem -> page(form.with(problem), List.of()));
    }

    private Uni<Response> entered(Supplier<List<HouseholdDraft>> drafts, Function<Problem, TemplateInstance> again) {
        return Uni.createFrom()
                .deferred(() -> register.enter(actor.required(), drafts.get()))
                .map(done -> Redirect.to(
                        "/desk/households", done.entered() > 0 ? "flash.households-entered" : "flash.households-known"))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> FormAnswer.refused(again.apply(problem), problem));
    }

    private static TemplateInstance page(Form form, List<NamedRows.Fault> faults) {
        return Templates.register(List.of(HouseholdStatus.values()), form, faults);
    }
}
