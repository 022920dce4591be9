package org.bangxiao.settlement.payout;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.bangxiao.platform.Rows;

/** What left a household's account for its bank. */
@ApplicationScoped
public class PaymentRepository {
    /** Payments whose money has been set aside, newest first; those taken out before they were sent are no payments. */
    public Uni<List<Payment>> of(SqlConnection connection, UUID household) {
        return connection
                .preparedQuery("""
                        SELECT b.number, i.amount, i.bank_last4, n.posted_on, i.paid_at, k.entered_at,
                               CASE WHEN i.state = 'PAID' AND k.item_id IS NOT NULL THEN 'ACKNOWLEDGED'
                                    WHEN i.state <> 'PENDING' THEN i.state
                                    WHEN n.id IS NOT NULL THEN 'NOTICED' ELSE 'ON_ITS_WAY' END AS stage
                          FROM settlement_payout_item i
                          JOIN settlement_payout b ON b.id = i.batch_id
                          JOIN settlement_payout_chunk c ON c.batch_id = i.batch_id AND c.chunk_no = i.chunk_no
                               AND c.reserve_tx IS NOT NULL
                          JOIN household h ON h.id = i.household_id
                          LEFT JOIN settlement_payout_notice n ON n.batch_id = b.id AND n.village_code = h.village_code
                          LEFT JOIN settlement_payout_acknowledgement k ON k.item_id = i.id
                         WHERE i.household_id = $1 AND i.state <> 'REMOVED' ORDER BY b.number DESC""")
                .execute(Tuple.of(household))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Payment(
                                PayoutBatch.reference(row.getInteger("number")),
                                row.getLong("amount"),
                                row.getString("bank_last4"),
                                row.getString("stage"),
                                row.getLocalDate("posted_on"),
                                Rows.instant(row, "paid_at"),
                                Rows.instant(row, "entered_at"))));
    }
}
