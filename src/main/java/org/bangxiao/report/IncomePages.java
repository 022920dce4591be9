package org.bangxiao.report;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.web.WithTables;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** What a supplier is owed and why. */
@Path(IncomePages.HOME)
@Cancellable(false)
@WithTables
@RolesAllowed(Role.SUPPLIER)
@Produces(MediaType.TEXT_HTML)
class IncomePages {
    static final String HOME = "/desk/income";

    @CheckedTemplate(basePath = "report", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance income(Income.Statement statement);

        static native TemplateInstance incomeMonth(
                String month, boolean sales, List<IncomeEntry> entries, @Nullable String next, @Nullable String first);
    }

    private final Income income;
    private final CurrentActor actor;

    IncomePages(Income income, CurrentActor actor) {
        this.income = income;
        this.actor = actor;
    }

    @GET
    public Uni<TemplateInstance> statement() {
        return income.statement(actor.required()).map(Templates::income);
    }

    @GET
    @Path("{month}")
    public Uni<TemplateInstance> month(
            @PathParam("month") String month,
            @QueryParam("sales") @DefaultValue("true") boolean sales,
            @QueryParam("cursor") @Nullable String cursor) {
        String here = HOME + "/" + month + "?sales=" + sales;
        return income.entries(actor.required(), month, sales, cursor)
                .map(page -> Templates.incomeMonth(
                        month,
                        sales,
                        page.items(),
                        page.next() == null ? null : here + "&cursor=" + page.next(),
                        cursor == null ? null : here));
    }
}
