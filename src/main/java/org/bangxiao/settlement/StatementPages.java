package org.bangxiao.settlement;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.document.QrPicture;
import org.bangxiao.household.aid.AidReceived;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.ledger.RecordProof;
import org.bangxiao.settlement.payout.Payment;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** A household's statement on paper or on the officer's screen, and the proof of each credit. */
@Path("/desk/households/{id}/statement")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
class StatementPages {
    /** Whose statement it is. */
    record Reader(
            long number,
            String headMasked,
            String villageName,
            int persons,
            @Nullable String bankLast4) {}

    /** A month to choose. */
    record Month(String label, String link, boolean current) {}

    /** The month's statement. */
    record Shown(
            String monthLabel,
            long creditedFen,
            long totalFen,
            long paidFen,
            long outstandingFen,
            Statement.Steps steps,
            List<Payment> payments,
            List<ShownLine> lines,
            List<AidReceived> aid) {}

    /** One credit in plain words. */
    record ShownLine(
            String kind,
            String leg,
            String supplierNameZh,
            String supplierNameEn,
            String productNameZh,
            String productNameEn,
            long sales,
            long quantity,
            String unit,
            long grossFen,
            long returned,
            long returnedFen,
            long offsetFen,
            long poolFen,
            long members,
            long amountFen,
            @Nullable String proofLink) {}

    @CheckedTemplate(basePath = "settlement", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance statement(
                Reader household, List<Month> months, Shown statement, @Nullable String linkAction);

        static native TemplateInstance statementLink(String address, String qr, Instant until, String statementHref);

        static native TemplateInstance creditProof(RecordProof proof, String proofJsonHref, String statementHref);
    }

    private final Statements statements;
    private final StatementLinks links;
    private final CurrentActor currentActor;

    StatementPages(Statements statements, StatementLinks links, CurrentActor currentActor) {
        this.statements = statements;
        this.links = links;
        this.currentActor = currentActor;
    }

    @GET
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR})
    public Uni<TemplateInstance> statement(@PathParam("id") UUID id, @QueryParam("month") @Nullable Integer month) {
        return statements
                .of(currentActor.required(), id, month)
                .map(statement -> page(statement, "/desk/households/" + id + "/statement", handsLinks()));
    }

    /** Hands the household a link of its own; what stands in it is shown this once. */
    @POST
    @Path("/link")
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER})
    public Uni<TemplateInstance> hand(@PathParam("id") UUID id, @Context UriInfo here) {
        return links.hand(currentActor.required(), id).map(handed -> {
            String address = here.getBaseUri() + "my-statement/" + handed.token();
            return Templates.statementLink(
                    address, QrPicture.svg(address), handed.until(), "/desk/households/" + id + "/statement");
        });
    }

    private boolean handsLinks() {
        return currentActor.required().has(Role.VILLAGE_OFFICER)
                || currentActor.required().has(Role.COUNTY_OFFICER);
    }

    @GET
    @Path("/credits/{settlement}/{pool}")
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR})
    public Uni<TemplateInstance> proof(
            @PathParam("id") UUID id, @PathParam("settlement") UUID settlement, @PathParam("pool") long pool) {
        String statement = "/desk/households/" + id + "/statement";
        return statements
                .proof(currentActor.required(), id, settlement, pool)
                .map(proof -> Templates.creditProof(
                        proof, statement + "/credits/" + settlement + "/" + pool + "/proof.json", statement));
    }

    /** The proof as a file for whoever sits before the page. */
    @GET
    @Path("/credits/{settlement}/{pool}/proof.json")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR})
    public Uni<RecordProof> proofFile(
            @PathParam("id") UUID id, @PathParam("settlement") UUID settlement, @PathParam("pool") long pool) {
        return statements.proof(currentActor.required(), id, settlement, pool);
    }

    /** @param here the statement's own address */
    static TemplateInstance page(Statement statement, String here, boolean handsLinks) {
        List<Month> months = statement.months().stream()
                .map(month ->
                        new Month(label(month), here + "?month=" + month, Objects.equals(month, statement.month())))
                .toList();
        List<ShownLine> lines = statement.lines().stream()
                .map(line -> new ShownLine(
                        line.kind(),
                        line.leg(),
                        line.organisationNameZh(),
                        line.organisationNameEn(),
                        line.productNameZh(),
                        line.productNameEn(),
                        line.sales(),
                        line.quantity(),
                        line.unit(),
                        line.grossFen(),
                        line.returned(),
                        line.returnedFen(),
                        line.offsetFen(),
                        line.poolFen(),
                        line.members(),
                        line.amountFen(),
                        here + "/credits/" + line.settlementId() + "/" + line.poolId()))
                .toList();
        Reader household = new Reader(
                statement.number(),
                statement.headMasked(),
                statement.villageName(),
                statement.persons(),
                statement.bankLast4());
        Integer month = statement.month();
        return Templates.statement(
                household,
                months,
                new Shown(
                        month == null ? "" : label(month),
                        statement.creditedFen(),
                        statement.totalFen(),
                        statement.paidFen(),
                        statement.outstandingFen(),
                        statement.steps(),
                        statement.payments(),
                        lines,
                        statement.aid()),
                handsLinks ? here + "/link" : null);
    }

    private static String label(int month) {
        return "%d-%02d".formatted(month / 100, month % 100);
    }
}
