package org.bangxiao.payment;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/**
 * One way to pay. Nothing here runs inside a database transaction; what blocks runs on worker threads. What a provider
 * answers is handed to {@link Payments#believe}, which alone changes a payment.
 */
interface PaymentProvider {
    /** Stands in the payments for ever. */
    String name();

    /** Whether this installation has what it needs. */
    boolean configured();

    /**
     * Asks for the money, once for each payment however often it is called. Answers where the payer pays: a link or what
     * a QR code says; blank where the cashier page itself is the place. Fails with {@code payment-unavailable}.
     */
    default Uni<String> ask(PaymentIntent intent, Instant payBy) {
        return Uni.createFrom().item("");
    }

    /** What became of a payment, for where its callback stays away; empty while nothing has. */
    default Uni<Optional<Callback>> query(PaymentIntent intent) {
        return Uni.createFrom().item(Optional.empty());
    }

    /** Nobody is to pay this any more. Fails where it was paid meanwhile: a query then says so. */
    default Uni<Void> close(PaymentIntent intent) {
        return Uni.createFrom().voidItem();
    }

    /** Pays back, once for each refund however often it is asked. Empty where the answer comes later. */
    Uni<Optional<Callback>> refund(PaymentRefund refund, PaymentIntent intent);
}
