package org.bangxiao.household;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.web.WithTables;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Other accounts that wait for a decision in the officer's county. */
@Path("/desk/bank-changes")
@Cancellable(false)
@WithTables
@Produces(MediaType.TEXT_HTML)
class BankChangeDeskPages {
    @CheckedTemplate(basePath = "household", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance waitingBankChanges(List<BankChange> changes);
    }

    private final BankChanges changes;
    private final CurrentActor currentActor;

    BankChangeDeskPages(BankChanges changes, CurrentActor currentActor) {
        this.changes = changes;
        this.currentActor = currentActor;
    }

    @GET
    @RolesAllowed(Role.COUNTY_OFFICER)
    public Uni<TemplateInstance> waiting() {
        return changes.waiting(currentActor.required()).map(Templates::waitingBankChanges);
    }
}
