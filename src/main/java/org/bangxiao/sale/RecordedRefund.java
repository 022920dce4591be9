package org.bangxiao.sale;

import java.util.UUID;
import org.bangxiao.household.Split;

/**
 * A refund once it is in the books.
 *
 * @param split what was taken back from each leg; its gross is the refund
 * @param txId  the ledger transaction that carries it
 */
public record RecordedRefund(UUID id, RefundDraft draft, Split split, long txId) {}
