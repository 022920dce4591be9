package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Ids;
import org.jspecify.annotations.Nullable;

/** The national catalogue in the database. */
@ApplicationScoped
class CatalogueRepository {
    record TakenFile(UUID id, String sha256, String region, int rows, int added, Actor officer, Instant at) {}

    /** How many of the rows are there already. */
    Uni<Integer> known(SqlConnection connection, List<CatalogueFile.Row> rows) {
        return connection
                .preparedQuery("""
                        SELECT count(*)::int FROM certification_catalogue_entry e
                          JOIN unnest($1::text[], $2::text[]) AS w(batch, external_id)
                            ON e.catalogue_batch = w.batch AND e.external_id = w.external_id""")
                .execute(Tuple.of(
                        rows.stream().map(CatalogueFile.Row::catalogueBatch).toArray(String[]::new),
                        rows.stream().map(CatalogueFile.Row::externalId).toArray(String[]::new)))
                .map(found -> found.iterator().next().getInteger(0));
    }

    /** Whether the file was taken before; nobody else takes one of the region until this transaction is over. */
    Uni<Boolean> lockFile(SqlConnection tx, String region, String sha256) {
        return tx.preparedQuery("SELECT pg_advisory_xact_lock(1005, hashtext($1))")
                .execute(Tuple.of(region))
                .chain(() -> tx.preparedQuery(
                                "SELECT 1 FROM certification_catalogue_file WHERE region = $1 AND sha256 = $2")
                        .execute(Tuple.of(region, hash(sha256))))
                .map(rows -> rows.size() > 0);
    }

    Uni<Void> file(SqlConnection tx, TakenFile file) {
        return tx.preparedQuery("""
                        INSERT INTO certification_catalogue_file
                               (id, sha256, region, name, rows, added, account_id, person_id, taken_at)
                        VALUES ($1, $2, $3, '', $4, $5, $6, $7, $8)""")
                .execute(Tuple.tuple()
                        .addUUID(file.id())
                        .addValue(hash(file.sha256()))
                        .addString(file.region())
                        .addInteger(file.rows())
                        .addInteger(file.added())
                        .addUUID(file.officer().accountId())
                        .addUUID(file.officer().personId())
                        .addOffsetDateTime(OffsetDateTime.ofInstant(file.at(), ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** Adds what is not there yet; answers how many. */
    Uni<Integer> add(SqlConnection tx, UUID fileId, String region, String prefix, List<CatalogueFile.Row> rows) {
        List<Tuple> batch = new ArrayList<>();
        for (CatalogueFile.Row row : rows) {
            batch.add(Tuple.tuple()
                    .addUUID(Ids.next())
                    .addUUID(fileId)
                    .addInteger(row.row())
                    .addString(row.catalogueBatch())
                    .addString(row.externalId())
                    .addString(CertificateNumber.next(prefix, row.announcedOn().getYear(), row.countyCode()))
                    .addString(region)
                    .addString(row.nameZh())
                    .addString(row.supplier())
                    .addString(row.creditCode())
                    .addString(row.countyCode())
                    .addString(row.category())
                    .addLong(row.yearlyValueFen())
                    .addInteger(row.personsHelped())
                    .addLocalDate(row.announcedOn())
                    .addLocalDate(row.validTo()));
        }
        return tx.preparedQuery("""
                        INSERT INTO certification_catalogue_entry
                               (id, file_id, row_no, catalogue_batch, external_id, number, region, name_zh, supplier_name,
                                credit_code,
                                county_code, category, yearly_value_fen, persons_helped, announced_on, valid_to)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
                        ON CONFLICT ON CONSTRAINT certification_catalogue_entry_once
                        DO NOTHING""").executeBatch(batch).map(RowSet::rowCount);
    }

    /** Newest first. */
    Uni<List<CatalogueEntry>> page(SqlConnection connection, String region, @Nullable Cursor after, int limit) {
        return connection
                .preparedQuery("""
                        SELECT * FROM certification_catalogue_entry
                         WHERE region = $1 AND ($2::date IS NULL OR (announced_on, id) < ($2, $3))
                         ORDER BY announced_on DESC, id DESC LIMIT $4""")
                .execute(Tuple.of(
                        region,
                        after == null
                                ? null
                                : after.at().atOffset(ZoneOffset.UTC).toLocalDate(),
                        after == null ? null : after.id(),
                        limit))
                .map(CatalogueRepository::entries);
    }

    Uni<Optional<CatalogueEntry>> byNumber(SqlConnection connection, String number) {
        return connection
                .preparedQuery("SELECT * FROM certification_catalogue_entry WHERE number = $1")
                .execute(Tuple.of(number))
                .map(rows -> entries(rows).stream().findFirst());
    }

    private static List<CatalogueEntry> entries(RowSet<Row> rows) {
        List<CatalogueEntry> entries = new ArrayList<>();
        rows.forEach(row -> entries.add(new CatalogueEntry(
                row.getUUID("id"),
                row.getString("catalogue_batch"),
                row.getString("external_id"),
                row.getString("number"),
                row.getString("region"),
                row.getString("name_zh"),
                row.getString("supplier_name"),
                row.getString("credit_code"),
                row.getString("county_code"),
                row.getString("category"),
                row.getLong("yearly_value_fen"),
                row.getInteger("persons_helped"),
                row.getLocalDate("announced_on"),
                row.getLocalDate("valid_to"))));
        return entries;
    }

    private static Buffer hash(String sha256) {
        return Buffer.buffer(HexFormat.of().parseHex(sha256));
    }
}
