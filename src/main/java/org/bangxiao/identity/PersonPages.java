package org.bangxiao.identity;

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
import java.util.Map;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;

/** An administrator says whose account it is. The number that was typed never comes back on the page. */
@Path(PersonPages.HOME)
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Role.ADMINISTRATOR)
class PersonPages {
    static final String HOME = "/desk/account-persons";

    @CheckedTemplate(basePath = "identity", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance person(Form form);
    }

    private final Persons persons;
    private final CurrentActor currentActor;

    PersonPages(Persons persons, CurrentActor currentActor) {
        this.persons = persons;
        this.currentActor = currentActor;
    }

    @GET
    public TemplateInstance form() {
        return Templates.person(Form.empty());
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> identify(MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        Uni<Response> done = Uni.createFrom()
                .deferred(
                        () -> persons.identify(currentActor.required(), form.value("username"), form.value("idNumber")))
                .map(known -> Redirect.to(HOME, "flash.account-person"));
        return FormAnswer.orAgain(
                done,
                Form.of(Map.of("username", form.value("username"))),
                again -> Uni.createFrom().item(() -> Templates.person(again)));
    }
}
