package org.bangxiao.payment;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whoever asked for money: told of it in the transaction that believes the provider. */
public interface PaymentListener {
    /**
     * The money is there. A {@link org.bangxiao.kernel.Problem} means that what was paid for can't be given any more:
     * everything rolls back and the money goes back by itself.
     */
    Uni<Void> captured(SqlConnection tx, PaymentIntent intent);

    /** The money goes back because {@link #captured} could not be done. */
    Uni<Void> returned(SqlConnection tx, PaymentIntent intent);

    /** Whether what is to be paid for can still be given now: asked before the payer is let to the provider. */
    Uni<Boolean> payable(SqlConnection connection, UUID subject);

    /** Where the payer goes on afterwards. */
    String returnPath(UUID subject);

    /** Until when the goods are kept for the payer; null where nothing is kept. */
    Uni<@Nullable Instant> payBy(UUID subject);
}
