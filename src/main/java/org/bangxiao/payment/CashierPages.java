package org.bangxiao.payment;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.bangxiao.document.QrPicture;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Tx;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * Where a payer chooses how to pay, and is shown where. The sandbox has its side of the counter here too: its own signed
 * callback, sent over HTTP like any other provider's, so that nothing is believed because it happened in this process.
 */
@Path("/cashier/{id}")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
class CashierPages {
    /**
     * What the page shows.
     *
     * @param ways    those that can still be chosen, without the one that is chosen
     * @param chosen  whether the payer has chosen the way that the payment stands for
     * @param account where a transfer goes; null for other ways
     */
    record Counter(
            PaymentIntent intent,
            PaymentListener.Offer offer,
            boolean payable,
            String back,
            boolean chosen,
            List<String> ways,
            BankTransfer.@Nullable Account account) {}

    @CheckedTemplate(basePath = "payment", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance cashier(Counter counter, Form form);
    }

    private final Payments payments;
    private final CashierDesk desk;
    private final Providers providers;
    private final BankTransfer bank;
    private final PaymentListener listener;
    private final SandboxProvider sandbox;
    private final Tx tx;

    CashierPages(
            Payments payments,
            CashierDesk desk,
            Providers providers,
            BankTransfer bank,
            PaymentListener listener,
            SandboxProvider sandbox,
            Tx tx) {
        this.payments = payments;
        this.desk = desk;
        this.providers = providers;
        this.bank = bank;
        this.listener = listener;
        this.sandbox = sandbox;
        this.tx = tx;
    }

    /** Whoever comes back from a provider finds what it says now, callback or not. */
    @GET
    @PermitAll
    public Uni<TemplateInstance> page(@PathParam("id") UUID id) {
        return desk.lookAfter(id).chain(() -> page(id, Form.empty()));
    }

    /** What the payer's phone is to scan. */
    @GET
    @Path("/qr")
    @PermitAll
    @Produces("image/svg+xml")
    public Uni<String> qr(@PathParam("id") UUID id) {
        return payments.find(id).map(intent -> {
            String link = intent.payLink();
            if (link == null || link.isEmpty() || !intent.state().equals("PENDING")) {
                throw Problem.notFound();
            }
            return QrPicture.svg(link);
        });
    }

    @POST
    @Path("/way")
    @PermitAll
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> choose(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> desk.choose(id, form.value("way")))
                        .map(intent -> Redirect.to(intent.payPath())),
                form,
                again -> page(id, again));
    }

    @POST
    @PermitAll
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> decide(
            @PathParam("id") UUID id, MultivaluedMap<String, String> posted, HttpServerRequest request) {
        if (!sandbox.configured()) {
            throw Problem.notFound();
        }
        String kind = switch (String.valueOf(posted.getFirst("outcome"))) {
            case "pay" -> "CAPTURED";
            case "fail" -> "FAILED";
            case "cancel" -> "CANCELLED";
            default -> throw Problem.field("/outcome", "field-required");
        };
        return payments.find(id)
                .call(intent -> kind.equals("CAPTURED")
                        ? payments.requirePayable(intent)
                        : Uni.createFrom().voidItem())
                .chain(intent -> sandbox.report(
                                SandboxProvider.thisService(request.localAddress()),
                                SandboxProvider.ofPayment(intent, kind))
                        .map(done -> Redirect.to(listener.returnPath(intent.subject()))));
    }

    private Uni<TemplateInstance> page(UUID id, Form form) {
        return payments.find(id)
                .chain(intent -> tx.write(connection -> listener.offer(connection, intent.subject()))
                        .chain(offer -> payments.payable(intent)
                                .map(payable -> Templates.cashier(counter(intent, offer, payable), form))));
    }

    private Counter counter(PaymentIntent intent, PaymentListener.Offer offer, boolean payable) {
        boolean chosen = intent.state().equals("PENDING")
                && (intent.provider().equals(SandboxProvider.NAME) || intent.askedAt() != null);
        List<String> ways = intent.open() && offer.open() && payable
                ? providers.offered().stream()
                        .filter(way -> !chosen || !way.equals(intent.provider()))
                        .filter(way -> offer.mayWait() || !way.equals(BankTransfer.NAME))
                        .toList()
                : List.of();
        return new Counter(
                intent,
                offer,
                payable,
                listener.returnPath(intent.subject()),
                chosen,
                ways,
                intent.transferCode() == null ? null : bank.account().orElse(null));
    }
}
