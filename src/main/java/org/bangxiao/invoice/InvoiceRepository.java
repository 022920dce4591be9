package org.bangxiao.invoice;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.order.Bought;
import org.jspecify.annotations.Nullable;

/** Invoices, asked for and issued. */
@ApplicationScoped
class InvoiceRepository {
    private static final String COLUMNS = """
            SELECT i.id, i.part_id, p.number AS order_number, i.kind, i.payer_cipher, i.payer_masked, i.asked_at, i.amount_fen,
                   i.number, i.issued_on, i.organisation_id, u.account_id, p.total_fen - order_went_back(p.id) AS left_fen
              FROM invoice i JOIN order_part p ON p.id = i.part_id JOIN order_purchase u ON u.id = p.purchase_id
             WHERE\s""";

    /** One as it is kept, with whose it is. */
    record Kept(
            Invoice invoice,
            Buffer payer,
            UUID organisationId,
            @Nullable UUID accountId) {}

    /** A second asking before it is issued changes to whom it is made out; false once it was issued. */
    Uni<Boolean> ask(SqlConnection tx, UUID id, Bought.Order order, Payer payer, byte[] sealed, Instant now) {
        return tx.preparedQuery("""
                        INSERT INTO invoice (id, part_id, organisation_id, kind, payer_cipher, payer_masked, asked_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7)
                        ON CONFLICT (part_id) DO UPDATE SET kind = excluded.kind, payer_cipher = excluded.payer_cipher,
                               payer_masked = excluded.payer_masked WHERE invoice.number IS NULL""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addUUID(order.partId())
                        .addUUID(order.organisationId())
                        .addString(payer.kind())
                        .addValue(Buffer.buffer(sealed).getDelegate())
                        .addString(payer.masked())
                        .addOffsetDateTime(utc(now)))
                .map(written -> written.rowCount() == 1);
    }

    Uni<Optional<Kept>> ofOrder(SqlClient client, UUID part) {
        return client.preparedQuery(COLUMNS + "i.part_id = $1")
                .execute(Tuple.of(part))
                .map(rows -> all(rows).stream().findFirst());
    }

    Uni<Optional<Kept>> lock(SqlConnection tx, UUID id) {
        return tx.preparedQuery(COLUMNS + "i.id = $1 FOR UPDATE OF i")
                .execute(Tuple.of(id))
                .map(rows -> all(rows).stream().findFirst());
    }

    /** The newest first; {@code waiting}: only those that have to be issued. */
    Uni<List<Kept>> ofSupplier(SqlClient client, UUID organisation, boolean waiting, @Nullable UUID before, int limit) {
        return client.preparedQuery(COLUMNS + """
                        i.organisation_id = $1 AND (i.number IS NULL OR NOT $2) AND ($3::uuid IS NULL OR i.id < $3)
                         ORDER BY i.id DESC LIMIT $4""")
                .execute(Tuple.of(organisation, waiting, before, limit))
                .map(InvoiceRepository::all);
    }

    Uni<Void> issue(SqlConnection tx, UUID id, long amountFen, String number, LocalDate day, UUID by, Instant now) {
        return tx.preparedQuery(
                        "UPDATE invoice SET amount_fen = $2, number = $3, issued_on = $4, issued_by = $5, issued_at = $6"
                                + " WHERE id = $1")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addLong(amountFen)
                        .addString(number)
                        .addLocalDate(day)
                        .addUUID(by)
                        .addOffsetDateTime(utc(now)))
                .replaceWithVoid();
    }

    private static List<Kept> all(RowSet<Row> rows) {
        List<Kept> found = new ArrayList<>();
        rows.forEach(row -> found.add(new Kept(
                new Invoice(
                        row.getUUID("id"),
                        row.getUUID("part_id"),
                        row.getString("order_number"),
                        row.getString("kind"),
                        row.getString("payer_masked"),
                        row.getOffsetDateTime("asked_at").toInstant(),
                        row.getLong("left_fen"),
                        row.getLong("amount_fen"),
                        row.getString("number"),
                        row.getLocalDate("issued_on")),
                Buffer.buffer(row.getBuffer("payer_cipher").getBytes()),
                row.getUUID("organisation_id"),
                row.getUUID("account_id"))));
        return found;
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
