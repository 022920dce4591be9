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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.web.CsvFile;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.SentFile;
import org.bangxiao.platform.web.Shell;
import org.bangxiao.platform.web.WithTables;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** A month of a link: what is due by its terms, and the records that it comes from, by form or by sheet. */
@Path(LinkPages.HOME + "/{id}/month")
@Cancellable(false)
@WithTables
@RolesAllowed({Role.SUPPLIER, Role.COUNTY_OFFICER, Role.AUDITOR})
class RecordPages {
    private static final int SIZE = 100;
    private static final List<String> FIELDS =
            List.of("slip", "householdNo", "person", "day", "units", "priceFen", "lot");

    /** A month to look at, and those beside it. */
    record Shown(String month, String before, @Nullable String after, boolean open) {}

    @CheckedTemplate(basePath = "household", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance month(
                LinkHead link,
                Shown shown,
                DueMonth due,
                Page<RecordRow> records,
                boolean writes,
                @Nullable Terms terms,
                Form form,
                List<NamedRows.Fault> faults,
                @Nullable String next,
                @Nullable String first);
    }

    private final LinkDesk desk;
    private final Records records;
    private final Dues dues;
    private final BusinessClock clock;
    private final CurrentActor actor;
    private final Shell shell;

    RecordPages(LinkDesk desk, Records records, Dues dues, BusinessClock clock, CurrentActor actor, Shell shell) {
        this.desk = desk;
        this.records = records;
        this.dues = dues;
        this.clock = clock;
        this.actor = actor;
        this.shell = shell;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public Uni<TemplateInstance> month(
            @PathParam("id") UUID id,
            @QueryParam("month") @Nullable String month,
            @QueryParam("cursor") @Nullable UUID cursor) {
        LocalDate today = clock.today();
        Form form = Form.of(Map.of("day", today.toString(), "person", "1"));
        return page(id, Months.first(month, today), cursor, form, List.of());
    }

    @GET
    @Path("/template")
    @RolesAllowed(Role.SUPPLIER)
    public Uni<Response> template(@PathParam("id") UUID id) {
        return desk.file(id, actor.required(), null, 1)
                .map(file -> CsvFile.answer(
                        "records.csv",
                        RecordSheet.heading(file.link().own(actor.required()).kind(), shell.locale()),
                        List.of()));
    }

    @POST
    @Path("/record")
    @RolesAllowed(Role.SUPPLIER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_HTML)
    public Uni<Response> record(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        Map<String, String> cells = new HashMap<>();
        FIELDS.forEach(field -> cells.put(field, form.value(field)));
        return written(
                id,
                form,
                "flash.record-added",
                () -> sheet(id).chain(sheet -> records.add(id, sheet.read(cells), actor.required())));
    }

    @POST
    @Path("/sheet")
    @RolesAllowed(Role.SUPPLIER)
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Produces(MediaType.TEXT_HTML)
    public Uni<Response> upload(@PathParam("id") UUID id, @RestForm @Nullable FileUpload file) {
        Form form = Form.empty();
        return Uni.createFrom()
                .deferred(() -> sheet(id))
                .chain(sheet ->
                        records.add(id, sheet.read(SentFile.bytes(file, RecordSheet.MOST_BYTES)), actor.required()))
                .map(done -> Redirect.to(here(id), "flash.records-added"))
                .onFailure(failure -> failure instanceof Problem problem && problem.kind() != Problem.Kind.NOT_FOUND)
                .recoverWithUni(failure -> {
                    Problem problem = (Problem) failure;
                    return page(
                                    id,
                                    thisMonth(),
                                    null,
                                    form.with(problem),
                                    NamedRows.faults(problem, "/records", shell.locale()))
                            .chain(again -> FormAnswer.refused(again, problem));
                });
    }

    @POST
    @Path("/records/{record}/strike")
    @RolesAllowed(Role.SUPPLIER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_HTML)
    public Uni<Response> strike(
            @PathParam("id") UUID id, @PathParam("record") UUID record, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return written(
                id,
                form,
                "flash.record-struck",
                () -> records.strike(id, record, form.value("because"), actor.required()));
    }

    @POST
    @Path("/income")
    @RolesAllowed(Role.SUPPLIER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_HTML)
    public Uni<Response> earned(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return written(id, form, "flash.income-added", () -> {
            LinkForm read = new LinkForm(form);
            Dues.Income income = read.checked(new Dues.Income(read.decimal("incomeFen", 2), form.value("paper")));
            return dues.earned(id, Months.first(form.value("month"), clock.today()), income, actor.required());
        });
    }

    private Uni<Response> written(UUID id, Form form, String flash, Supplier<Uni<?>> work) {
        return FormAnswer.orAgain(
                Uni.createFrom().deferred(() -> work.get().map(done -> Redirect.to(here(id), flash))),
                form,
                again -> page(id, thisMonth(), null, again, List.of()));
    }

    private Uni<RecordSheet> sheet(UUID id) {
        return desk.file(id, actor.required(), null, 1)
                .map(file -> new RecordSheet(file.link().own(actor.required()).kind(), file.terms()));
    }

    private Uni<TemplateInstance> page(
            UUID id, LocalDate first, @Nullable UUID cursor, Form form, List<NamedRows.Fault> faults) {
        Actor reader = actor.required();
        String here = here(id) + "?month=" + Months.text(first);
        boolean past = first.isBefore(thisMonth());
        Shown shown = new Shown(
                Months.text(first),
                Months.text(first.minusMonths(1)),
                past ? Months.text(first.plusMonths(1)) : null,
                !first.isBefore(thisMonth().minusMonths(1)));
        return dues.of(id, first, reader)
                .chain(due -> records.page(id, first, reader, cursor, SIZE)
                        .chain(rows -> desk.file(id, reader, null, 1)
                                .map(file -> Templates.month(
                                        file.link(),
                                        shown,
                                        due,
                                        rows,
                                        file.link().suppliedBy(reader),
                                        file.inForceOn(
                                                past ? first.plusMonths(1).minusDays(1) : clock.today()),
                                        form,
                                        faults,
                                        rows.next() == null ? null : here + "&cursor=" + rows.next(),
                                        cursor == null ? null : here))));
    }

    private LocalDate thisMonth() {
        return clock.today().withDayOfMonth(1);
    }

    private static String here(UUID id) {
        return LinkPages.HOME + "/" + id + "/month";
    }
}
