package org.bangxiao.sale;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.bangxiao.household.Split;
import org.jspecify.annotations.Nullable;

/**
 * The canonical text of a sale: what its digest is taken of and what a stranger verifies. UTF-8, one fact a line, each
 * line ended by a line feed (0x0A), in this order and no other:
 *
 * <pre>
 * bangxiao sale 1
 * id=&lt;uuid&gt;
 * source=&lt;text&gt;
 * external-id=&lt;text&gt;
 * listing=&lt;uuid, or nothing&gt;
 * product=&lt;uuid&gt;
 * supplier=&lt;uuid&gt;
 * certificate=&lt;uuid&gt;
 * agreement=&lt;uuid&gt;
 * quantity=&lt;units&gt;
 * gross-fen=&lt;fen&gt;
 * fee-fen=&lt;fen&gt;
 * floor-fen=&lt;fen&gt;
 * dividend-fen=&lt;fen&gt;
 * supplier-fen=&lt;fen&gt;
 * shortfall-fen=&lt;fen&gt;
 * channel=&lt;id&gt;
 * tags=&lt;tags joined by commas, or nothing&gt;
 * sold-at=&lt;UTC, always six decimals: 2020-09-01T04:05:06.000000Z&gt;
 * recorded-at=&lt;the same form&gt;
 * basis=&lt;CONFIRMED or REPORTED&gt;
 * </pre>
 *
 * UUIDs are written in lower case with dashes, numbers in decimal without signs or leading zeros. No value holds a
 * control character. The digest is SHA-256 over these bytes; it is a leaf (data = the 32 bytes of the digest) of the
 * Merkle tree whose root the sale's ledger transaction carries, at the sale's position in that transaction.
 */
final class SaleRecord {
    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private SaleRecord() {}

    static String text(
            UUID id,
            SaleDraft draft,
            @Nullable UUID certificateId,
            @Nullable UUID agreementId,
            Split split,
            Instant recordedAt) {
        StringBuilder text = new StringBuilder(800);
        text.append("bangxiao sale 1\n");
        line(text, "id", id);
        line(text, "source", draft.source());
        line(text, "external-id", draft.externalId());
        line(text, "listing", draft.listingId());
        line(text, "product", draft.productId());
        line(text, "supplier", draft.organisationId());
        line(text, "certificate", certificateId);
        line(text, "agreement", agreementId);
        line(text, "quantity", draft.quantity());
        line(text, "gross-fen", draft.grossFen());
        line(text, "fee-fen", split.feeFen());
        line(text, "floor-fen", split.floorFen());
        line(text, "dividend-fen", split.dividendFen());
        line(text, "supplier-fen", split.supplierFen());
        line(text, "shortfall-fen", split.shortfallFen());
        line(text, "channel", draft.channel());
        line(text, "tags", String.join(",", draft.tags()));
        line(text, "sold-at", INSTANT.format(draft.soldAt()));
        line(text, "recorded-at", INSTANT.format(recordedAt));
        line(text, "basis", draft.reported() ? "REPORTED" : "CONFIRMED");
        return text.toString();
    }

    private static void line(StringBuilder text, String name, @Nullable Object value) {
        text.append(name).append('=');
        if (value != null) {
            text.append(value);
        }
        text.append('\n');
    }
}
