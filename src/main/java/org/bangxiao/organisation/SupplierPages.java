package org.bangxiao.organisation;

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
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.web.CsvFile;
import org.bangxiao.platform.web.CsvLines;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The county's register of suppliers: who waits, who may sell, whose papers are new; as a page and as a file. */
@Path("/desk/suppliers")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({
    Role.COUNTY_OFFICER,
    Role.CITY_OFFICER,
    Role.REGION_OFFICER,
    Role.TASK_FORCE,
    Role.AUDITOR,
    Role.ADMINISTRATOR
})
class SupplierPages {
    private static final int ROWS_A_PAGE = 50;
    private static final List<String> HEADING = List.of(
            "name",
            "nameEnglish",
            "kind",
            "creditCode",
            "area",
            "state",
            "registeredAt",
            "confirmedOn",
            "sellsUntil",
            "blacklisted");
    private static final String ALL = "ALL";
    /** What the list can be narrowed to, as the address says it. */
    static final List<String> STATES =
            List.of("REGISTERED", "PAPERS", "CONFIRMED", "SUSPENDED", "RETURNED", "DRAFT", ALL);

    /** One choice above the list. */
    record Choice(String key, String link, boolean current) {}

    @CheckedTemplate(basePath = "organisation", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance suppliers(
                List<Choice> filters,
                String state,
                String words,
                List<SupplierView> suppliers,
                String export,
                @Nullable String next,
                @Nullable String first);
    }

    private final SupplierRegister register;
    private final SupplierDocuments documents;
    private final SupplierDesk desk;
    private final CurrentActor currentActor;

    SupplierPages(
            SupplierRegister register, SupplierDocuments documents, SupplierDesk desk, CurrentActor currentActor) {
        this.register = register;
        this.documents = documents;
        this.desk = desk;
        this.currentActor = currentActor;
    }

    @GET
    public Uni<TemplateInstance> list(
            @QueryParam("state") @DefaultValue("REGISTERED") String asked,
            @QueryParam("q") @DefaultValue("") String words,
            @QueryParam("cursor") @DefaultValue("") String cursor) {
        String state = STATES.contains(asked) ? asked : ALL;
        String query = "state=" + state + "&q=" + URLEncoder.encode(words.strip(), StandardCharsets.UTF_8);
        String here = "/desk/suppliers?" + query;
        return register.page(currentActor.required(), words.strip(), narrowed(state), cursor, ROWS_A_PAGE)
                .map(page -> Templates.suppliers(
                        filters(state),
                        state,
                        words.strip(),
                        page.items(),
                        "/desk/suppliers/suppliers.csv?" + query,
                        page.next() == null ? null : here + "&cursor=" + encoded(page.next()),
                        cursor.isEmpty() ? null : here));
    }

    @GET
    @Path("/suppliers.csv")
    @Produces("text/csv;charset=UTF-8")
    public RestMulti<String> export(
            @QueryParam("state") @DefaultValue(ALL) String asked, @QueryParam("q") @DefaultValue("") String words) {
        String state = STATES.contains(asked) ? asked : ALL;
        return CsvFile.stream(
                "suppliers.csv",
                HEADING,
                register.stream(currentActor.required(), words.strip(), narrowed(state))
                        .map(SupplierPages::line));
    }

    @GET
    @Path("/{id}")
    public Uni<TemplateInstance> one(@PathParam("id") UUID id) {
        return desk.page(currentActor.required(), id);
    }

    @GET
    @Path("/documents/{id}")
    @Produces({"image/jpeg", "image/png", "application/pdf", MediaType.TEXT_HTML})
    public Uni<Response> file(@PathParam("id") UUID id) {
        return documents.file(currentActor.required(), id);
    }

    private static String narrowed(String state) {
        return state.equals(ALL) ? "" : state;
    }

    private static List<Choice> filters(String state) {
        return STATES.stream()
                .map(one -> new Choice("supplier.filter." + one, "/desk/suppliers?state=" + one, one.equals(state)))
                .toList();
    }

    private static String line(SupplierView view) {
        return CsvLines.of(
                view.nameZh(),
                view.nameEn(),
                view.kind(),
                view.creditCode(),
                view.areaCode(),
                view.state(),
                view.registeredAt(),
                view.confirmedOn(),
                view.sellsUntil(),
                view.blacklisted());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
