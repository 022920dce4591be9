package org.bangxiao.settlement.payout;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
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
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Page;
import org.bangxiao.platform.web.CsvFile;
import org.bangxiao.platform.web.CsvLines;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Messages;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.SentFile;
import org.bangxiao.platform.web.Shell;
import org.bangxiao.platform.web.WithTables;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The desk on which households are paid, and what an auditor sees of it. */
@Path("/desk/payouts")
@Cancellable(false)
@WithTables
@Produces(MediaType.TEXT_HTML)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
class PayoutPages {
    static final String HOME = "/desk/payouts";
    private static final int BATCHES_A_PAGE = 24;
    private static final int ITEMS_A_PAGE = 50;

    /** What the reader may do with a batch now. */
    record May(
            boolean edit,
            boolean reserve,
            boolean approve,
            boolean send,
            boolean file,
            boolean answer,
            boolean cancel) {}

    /** A batch on the list. */
    record Shown(PayoutView batch, String area, String bank) {}

    /** A bank with what could be paid at it. */
    record Due(String bankCode, String bank, int households, long fen, int villages, long villageFen) {}

    /** One batch with a page of its items. */
    record OnDesk(
            Shown shown,
            Page<PayoutView.Item> items,
            List<PayoutView.Answer> answers,
            May may,
            @Nullable String next,
            @Nullable String first) {}

    @CheckedTemplate(basePath = "settlement", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance payouts(
                List<Shown> batches,
                List<Due> due,
                boolean may,
                String area,
                Form form,
                @Nullable String next,
                @Nullable String first);

        static native TemplateInstance payout(OnDesk desk, List<String> faults, @Nullable String whyNot, Form form);
    }

    private final Payouts payouts;
    private final PayoutFiles files;
    private final PayoutAnswers answers;
    private final PayoutWords words;
    private final CurrentActor currentActor;
    private final Shell shell;

    PayoutPages(
            Payouts payouts,
            PayoutFiles files,
            PayoutAnswers answers,
            PayoutWords words,
            CurrentActor currentActor,
            Shell shell) {
        this.payouts = payouts;
        this.files = files;
        this.answers = answers;
        this.words = words;
        this.currentActor = currentActor;
        this.shell = shell;
    }

    @GET
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    public Uni<TemplateInstance> list(@QueryParam("cursor") @Nullable String cursor) {
        return batches(cursor, Form.empty());
    }

    @POST
    @RolesAllowed(Role.FINANCE)
    public Uni<Response> prepare(MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(
                                () -> payouts.prepare(currentActor.required(), form.value("area"), form.value("bank")))
                        .map(view -> Redirect.to(HOME + "/" + view.id())),
                form,
                again -> batches(null, again));
    }

    @GET
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    public Uni<TemplateInstance> one(@PathParam("id") UUID id, @QueryParam("cursor") @Nullable String cursor) {
        return page(id, Page.numberOf(cursor, 0, Integer::valueOf), Form.empty());
    }

    @GET
    @Path("/{id}/items")
    @Consumes(MediaType.WILDCARD)
    @Produces("text/csv")
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    public RestMulti<String> export(@PathParam("id") UUID id) {
        Actor reader = currentActor.required();
        String language = shell.locale();
        return RestMulti.fromUniResponse(
                payouts.find(reader, id),
                view -> file(reader, id, language),
                view -> Map.of(
                        "Content-Disposition", List.of("attachment; filename=\"" + view.reference() + ".csv\"")));
    }

    private RestMulti<String> file(Actor reader, UUID id, String language) {
        return CsvFile.pages(
                "payout.csv",
                Stream.of("number", "reference", "household", "village", "account", "amount", "state", "reason")
                        .map(column -> Messages.get(language, "payout.item." + column))
                        .toList(),
                cursor -> payouts.items(reader, id, null, Page.numberOf(cursor, 0, Integer::valueOf), Page.MAX_SIZE),
                item -> CsvLines.of(
                        item.number(),
                        item.reference(),
                        item.headMasked() == null
                                ? Messages.get(language, "payout.item.collective")
                                : item.headMasked(),
                        item.villageName(),
                        item.bankLast4(),
                        Money.yuan(item.amountFen()),
                        Messages.get(language, "payout.item.state." + item.state()),
                        item.reason()));
    }

    @POST
    @Path("/{id}/reservation")
    @RolesAllowed(Role.FINANCE)
    public Uni<Response> reserve(@PathParam("id") UUID id) {
        return done(id, () -> payouts.reserve(currentActor.required(), id));
    }

    @POST
    @Path("/{id}/approval")
    @RolesAllowed(Role.FINANCE)
    public Uni<Response> approve(@PathParam("id") UUID id, @FormParam("contentDigest") @Nullable String digest) {
        return done(id, () -> payouts.approve(currentActor.required(), id, String.valueOf(digest)));
    }

    @POST
    @Path("/{id}/sending")
    @RolesAllowed(Role.FINANCE)
    public Uni<Response> send(@PathParam("id") UUID id) {
        return done(id, () -> files.send(currentActor.required(), id));
    }

    @POST
    @Path("/{id}/cancellation")
    @RolesAllowed(Role.FINANCE)
    public Uni<Response> cancel(@PathParam("id") UUID id) {
        return done(id, () -> payouts.cancel(currentActor.required(), id));
    }

    @POST
    @Path("/{id}/items/{item}/removal")
    @RolesAllowed(Role.FINANCE)
    public Uni<Response> remove(@PathParam("id") UUID id, @PathParam("item") UUID item) {
        return done(id, () -> payouts.remove(currentActor.required(), id, item));
    }

    @POST
    @Path("/{id}/file")
    @RolesAllowed(Role.FINANCE)
    public Uni<Response> file(@PathParam("id") UUID id) {
        return FormAnswer.orAgain(
                files.download(currentActor.required(), id).map(PayoutResource::attachment),
                Form.empty(),
                again -> page(id, 0, again));
    }

    @POST
    @Path("/{id}/answers")
    @RolesAllowed(Role.FINANCE)
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Uni<Response> take(@PathParam("id") UUID id, @RestForm @Nullable FileUpload file) {
        Actor actor = currentActor.required();
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> answers.take(
                                actor,
                                id,
                                file == null ? "" : file.fileName(),
                                SentFile.bytes(file, BankAnswer.MOST_BYTES)))
                        .map(answer -> Redirect.to(HOME + "/" + id, "flash.payout-answer")),
                Form.empty(),
                again -> page(id, 0, again));
    }

    private Uni<Response> done(UUID id, Supplier<Uni<PayoutView>> work) {
        return FormAnswer.orAgain(
                Uni.createFrom().deferred(work::get).map(view -> Redirect.to(HOME + "/" + id, "flash.payout-done")),
                Form.empty(),
                again -> page(id, 0, again));
    }

    private Uni<TemplateInstance> batches(@Nullable String cursor, Form form) {
        Actor reader = currentActor.required();
        boolean may = reader.has(Role.FINANCE);
        String area = reader.areaAs(may ? Role.FINANCE : Role.AUDITOR)
                .map(found -> found.value())
                .orElse("");
        return payouts.list(reader, Page.numberOf(cursor, Integer.MAX_VALUE, Integer::valueOf), BATCHES_A_PAGE)
                .chain(page -> payouts.due(reader)
                        .map(due -> Templates.payouts(
                                page.items().stream().map(this::shown).toList(),
                                due.stream()
                                        .map(each -> new Due(
                                                each.bankCode(),
                                                words.bank(area, each.bankCode(), shell.locale()),
                                                each.households(),
                                                each.fen(),
                                                each.villages(),
                                                each.villageFen()))
                                        .toList(),
                                may,
                                area,
                                form,
                                page.next() == null ? null : HOME + "?cursor=" + page.next(),
                                cursor == null ? null : HOME)));
    }

    private Uni<TemplateInstance> page(UUID id, int after, Form form) {
        Actor reader = currentActor.required();
        String here = HOME + "/" + id;
        return payouts.find(reader, id)
                .chain(view -> payouts.items(reader, id, null, after, ITEMS_A_PAGE)
                        .chain(items -> payouts.answers(reader, id)
                                .map(taken -> Templates.payout(
                                        new OnDesk(
                                                shown(view),
                                                items,
                                                taken,
                                                may(reader, view),
                                                items.next() == null ? null : here + "?cursor=" + items.next(),
                                                after == 0 ? null : here),
                                        form.faults("/rows/"),
                                        whyNot(reader, view),
                                        form))));
    }

    private Shown shown(PayoutView view) {
        String language = shell.locale();
        return new Shown(
                view, words.area(view.areaCode(), language), words.bank(view.areaCode(), view.bankCode(), language));
    }

    private static May may(Actor reader, PayoutView view) {
        boolean finance = reader.actsIn(Role.FINANCE, view.areaCode());
        String state = view.state();
        boolean before = List.of("DRAFT", "RESERVED", "APPROVED").contains(state);
        boolean own = view.preparedBy().equals(reader.accountId());
        boolean named =
                view.approvals().stream().anyMatch(each -> each.personId().equals(reader.personId()));
        return new May(
                finance && own && before,
                finance && (state.equals("DRAFT") || state.equals("RESERVING")),
                finance && !own && !named && state.equals("RESERVED"),
                finance && state.equals("APPROVED"),
                finance && view.fileSha256() != null,
                finance && view.fileSha256() != null,
                finance && (before || state.equals("RESERVING") || state.equals("CANCELLING")));
    }

    private @Nullable String whyNot(Actor reader, PayoutView view) {
        boolean own = view.state().equals("RESERVED") && view.preparedBy().equals(reader.accountId());
        return own ? Messages.get(shell.locale(), "problem.four-eyes") : null;
    }
}
