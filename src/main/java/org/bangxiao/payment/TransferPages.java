package org.bangxiao.payment;

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
import java.util.function.Function;
import java.util.function.Supplier;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.platform.Tx;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.SentFile;
import org.bangxiao.platform.web.WithTables;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The finance people's desk for bank transfers: statements in, decisions, money back. */
@Path("/desk/transfers")
@Cancellable(false)
@WithTables
@Produces(MediaType.TEXT_HTML)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
class TransferPages {
    private static final String HOME = "/desk/transfers";
    private static final int A_PAGE = 50;
    private static final int STATEMENTS = 10;

    /** What lies on the desk. */
    record OnDesk(
            Page<Transfer> open,
            List<Transfer.Return> toApprove,
            List<Transfer.Return> due,
            List<Transfer.Statement> statements,
            @Nullable String next,
            @Nullable String first) {}

    @CheckedTemplate(basePath = "payment", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance transfers(OnDesk desk, boolean may, Form form);

        static native TemplateInstance statement(Statements.Preview preview, boolean may);

        static native TemplateInstance transfer(Transfer transfer, Transfer.@Nullable Payer payer, Form form);
    }

    private final Tx tx;
    private final Statements statements;
    private final Transfers transfers;
    private final TransferReturns returns;
    private final TransferRepository rows;
    private final TransferReturnRepository returnRows;
    private final CurrentActor currentActor;

    TransferPages(
            Tx tx,
            Statements statements,
            Transfers transfers,
            TransferReturns returns,
            TransferRepository rows,
            TransferReturnRepository returnRows,
            CurrentActor currentActor) {
        this.tx = tx;
        this.statements = statements;
        this.transfers = transfers;
        this.returns = returns;
        this.rows = rows;
        this.returnRows = returnRows;
        this.currentActor = currentActor;
    }

    @GET
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    public Uni<TemplateInstance> all(@QueryParam("cursor") @Nullable String cursor) {
        return page(cursor, Form.empty());
    }

    @POST
    @Path("/statements")
    @RolesAllowed(Role.FINANCE)
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Uni<Response> upload(@RestForm @Nullable FileUpload file) {
        Actor actor = currentActor.required();
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> statements.upload(
                                actor,
                                file == null ? "" : file.fileName(),
                                SentFile.bytes(file, StatementFile.MOST_BYTES)))
                        .map(id -> Redirect.to(HOME + "/statements/" + id)),
                Form.empty(),
                form -> page(null, form));
    }

    @GET
    @Path("/statements/{id}")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    public Uni<TemplateInstance> statement(@PathParam("id") UUID id) {
        boolean may = currentActor.required().has(Role.FINANCE);
        return statements.preview(id).map(preview -> Templates.statement(preview, may));
    }

    @POST
    @Path("/statements/{id}/taking")
    @RolesAllowed(Role.FINANCE)
    public Uni<Response> take(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return statements.take(currentActor.required(), id).map(done -> Redirect.to(HOME, "flash.statement-taken"));
    }

    @GET
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(Role.FINANCE)
    public Uni<TemplateInstance> one(@PathParam("id") UUID id) {
        return one(id, Form.empty());
    }

    @POST
    @Path("/{id}/assignment")
    @RolesAllowed(Role.FINANCE)
    public Uni<Response> assign(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return decided(
                () -> transfers.assign(currentActor.required(), id, form.value("code")),
                "flash.transfer-assigned",
                form,
                again -> one(id, again));
    }

    @POST
    @Path("/{id}/return")
    @RolesAllowed(Role.FINANCE)
    public Uni<Response> giveBack(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return decided(
                () -> returns.askOfTransfer(currentActor.required(), id, form.value("reason")),
                "flash.return-asked",
                form,
                again -> one(id, again));
    }

    @POST
    @Path("/refunds/{id}")
    @RolesAllowed(Role.FINANCE)
    public Uni<Response> refund(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return decided(
                () -> returns.askOfRefund(currentActor.required(), id, form.value("reason")),
                "flash.return-asked",
                form,
                again -> page(null, again));
    }

    @POST
    @Path("/returns/{id}/approval")
    @RolesAllowed(Role.FINANCE)
    public Uni<Response> approve(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return decided(
                () -> returns.approve(currentActor.required(), id, form.value("bankRef")),
                "flash.return-approved",
                form,
                again -> page(null, again));
    }

    @POST
    @Path("/returns/{id}/rejection")
    @RolesAllowed(Role.FINANCE)
    public Uni<Response> reject(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return decided(
                () -> returns.reject(currentActor.required(), id),
                "flash.return-rejected",
                Form.of(posted),
                again -> page(null, again));
    }

    private static Uni<Response> decided(
            Supplier<Uni<Void>> work, String flash, Form form, Function<Form, Uni<TemplateInstance>> page) {
        return FormAnswer.orAgain(
                Uni.createFrom().deferred(() -> work.get()).map(done -> Redirect.to(HOME, flash)), form, page);
    }

    private Uni<TemplateInstance> one(UUID id, Form form) {
        Actor actor = currentActor.required();
        return transfers
                .find(id)
                .chain(transfer -> transfer.open()
                        ? transfers.payer(actor, id).map(payer -> Templates.transfer(transfer, payer, form))
                        : Uni.createFrom().item(Templates.transfer(transfer, null, form)));
    }

    private Uni<TemplateInstance> page(@Nullable String cursor, Form form) {
        Actor reader = currentActor.required();
        return tx.read(connection -> rows.open(connection, after(cursor), A_PAGE)
                .chain(open -> returnRows
                        .toApprove(connection, reader.accountId())
                        .chain(toApprove -> returnRows
                                .due(connection, reader.accountId())
                                .chain(due -> rows.statements(connection, STATEMENTS)
                                        .map(uploaded -> Templates.transfers(
                                                new OnDesk(
                                                        open,
                                                        toApprove,
                                                        due,
                                                        uploaded,
                                                        open.next() == null ? null : HOME + "?cursor=" + open.next(),
                                                        cursor == null ? null : HOME),
                                                reader.has(Role.FINANCE),
                                                form))))));
    }

    private static @Nullable UUID after(@Nullable String cursor) {
        return cursor != null && cursor.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                ? UUID.fromString(cursor)
                : null;
    }
}
