package org.bangxiao.sale;

import java.time.Instant;
import java.util.UUID;
import org.bangxiao.household.Split;

/**
 * A sale once it is in the books.
 *
 * @param split        where each fen went
 * @param txId         the ledger transaction that carries it
 * @param position     its place among the transaction's records, from 0
 * @param recordSha256 digest of its canonical text, hex
 */
public record RecordedSale(
        UUID id,
        SaleDraft draft,
        UUID certificateId,
        UUID agreementId,
        Split split,
        Instant recordedAt,
        long txId,
        int position,
        String recordSha256) {}
