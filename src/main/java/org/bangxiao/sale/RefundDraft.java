package org.bangxiao.sale;

import java.util.UUID;

/**
 * Money of a recorded sale that is to go back.
 *
 * @param source     who refunds; with the external id it names the refund for ever
 * @param externalId 1 to 100 characters
 * @param units      units of the product that are taken back, 0 where part of the price goes back and the goods stay sold
 * @param amountFen  what goes back, at least 1 fen
 */
public record RefundDraft(String source, String externalId, UUID saleId, long units, long amountFen) {}
