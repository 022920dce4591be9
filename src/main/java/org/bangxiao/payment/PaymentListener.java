package org.bangxiao.payment;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.UUID;

/** Whoever asked for money: told of it in the transaction that believes the provider. */
public interface PaymentListener {
    /**
     * @param payBy   until when the goods are kept for the payer
     * @param open    whether it waits for its money
     * @param mayWait whether it may wait for days: goods are not kept so long for somebody nobody knows
     */
    record Offer(Instant payBy, boolean open, boolean mayWait) {}

    /**
     * The money is there. A {@link org.bangxiao.kernel.Problem} means that what was paid for can't be given any more:
     * everything rolls back and the money goes back by itself.
     */
    Uni<Void> captured(SqlConnection tx, PaymentIntent intent);

    /** The money goes back because {@link #captured} could not be done. */
    Uni<Void> returned(SqlConnection tx, PaymentIntent intent);

    /** The provider has paid so much back; told once for each refund. */
    Uni<Void> refunded(SqlConnection tx, PaymentIntent intent, PaymentRefund refund);

    /** Whether what is to be paid for can still be given now: asked before the payer is let to the provider. */
    Uni<Boolean> payable(SqlConnection connection, UUID subject);

    /** Where the payer goes on afterwards. */
    String returnPath(UUID subject);

    /** How what is to be paid for stands now. */
    Uni<Offer> offer(SqlConnection tx, UUID subject);

    /** Keeps what is to be paid for so long; a {@link org.bangxiao.kernel.Problem} where it is gone. */
    Uni<Void> keep(SqlConnection tx, UUID subject, Instant until);
}
