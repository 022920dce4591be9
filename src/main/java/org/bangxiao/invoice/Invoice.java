package org.bangxiao.invoice;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invoice that was asked for.
 *
 * @param kind      PERSON or UNIT
 * @param payer     to whom it is made out, by first letters
 * @param leftFen   what was paid of the order and did not go back, now: what it is made out for, or should have been
 * @param amountFen what it was made out for; null until it is issued, like the following
 * @param number    the tax office's, 8 to 20 digits
 */
public record Invoice(
        UUID id,
        UUID orderId,
        String orderNumber,
        String kind,
        String payer,
        Instant askedAt,
        long leftFen,
        @Nullable Long amountFen,
        @Nullable String number,
        @Nullable LocalDate issuedOn) {
    /** Money went back after it was issued: a red one (红字发票) is due for the difference. */
    @JsonProperty
    public boolean redDue() {
        return amountFen != null && amountFen > leftFen;
    }
}
