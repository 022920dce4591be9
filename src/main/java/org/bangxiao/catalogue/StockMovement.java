package org.bangxiao.catalogue;

import java.time.Instant;

/**
 * A change of a listing's stock.
 *
 * @param kind     OPENED, ADDED, COUNTED, WRITTEN_OFF or CORRECTED by its supplier; SOLD or RESTOCKED (came back) by orders
 * @param quantity pieces that there are more, or below 0 fewer, to be sold; 0 where a count found what was noted
 * @param by       name of who did it; empty for orders
 */
public record StockMovement(long id, String kind, long quantity, String note, String by, Instant at) {}
