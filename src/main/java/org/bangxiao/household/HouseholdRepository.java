package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.bangxiao.household.HouseholdView.LinkView;
import org.bangxiao.household.HouseholdView.StandingView;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class HouseholdRepository {
    /** The columns that stay closed unless somebody states a purpose. */
    record Sealed(Buffer head, Buffer idNumber, @Nullable Buffer bank) {}

    Uni<Void> insert(SqlConnection connection, List<SealedHousehold> rows) {
        Tuple columns = Tuple.tuple()
                .addValue(column(rows, SealedHousehold::id, UUID[]::new))
                .addValue(column(rows, SealedHousehold::villageCode, String[]::new))
                .addValue(column(rows, SealedHousehold::villageName, String[]::new))
                .addValue(column(rows, SealedHousehold::headMasked, String[]::new))
                .addValue(column(rows, SealedHousehold::head, Buffer[]::new))
                .addValue(column(rows, SealedHousehold::idNumber, Buffer[]::new))
                .addValue(column(rows, SealedHousehold::idNumberHash, Buffer[]::new))
                .addValue(column(rows, SealedHousehold::bank, Buffer[]::new))
                .addValue(column(rows, SealedHousehold::bankLast4, String[]::new))
                .addValue(column(rows, SealedHousehold::persons, Integer[]::new))
                .addValue(column(rows, SealedHousehold::demo, Boolean[]::new))
                .addValue(column(rows, SealedHousehold::bankCode, String[]::new));
        return connection.preparedQuery("""
                        INSERT INTO household (id, village_code, village_name, county_code, head_masked, head_cipher,
                            id_number_cipher, id_number_hash, bank_cipher, bank_last4, persons, demo,
                            bank_code)
                        SELECT r.id, r.village, r.name, left(r.village, 6), r.masked, r.head, r.number, r.hash, r.bank, r.last4,
                            r.persons, r.demo, r.bank_code
                          FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::bytea[], $7::bytea[],
                            $8::bytea[], $9::text[], $10::int[], $11::boolean[], $12::text[])
                            AS r(id, village, name, masked, head, number, hash, bank, last4, persons, demo, bank_code)
                        """).execute(columns).replaceWithVoid();
    }

    /** Of those that are in the register, by the digest of the head's id number, the village. */
    Uni<Map<Buffer, String>> villages(SqlConnection connection, List<SealedHousehold> rows) {
        return connection
                .preparedQuery("SELECT id_number_hash, village_code FROM household WHERE id_number_hash = ANY ($1)")
                .execute(Tuple.tuple().addValue(column(rows, SealedHousehold::idNumberHash, Buffer[]::new)))
                .map(found -> {
                    Map<Buffer, String> villages = new HashMap<>();
                    found.forEach(row ->
                            villages.put(row.get(Buffer.class, "id_number_hash"), row.getString("village_code")));
                    return villages;
                });
    }

    Uni<Void> insertHistory(SqlConnection connection, List<UUID> ids, List<HouseholdDraft> drafts) {
        List<UUID> households = new ArrayList<>();
        List<String> statuses = new ArrayList<>();
        List<LocalDate> froms = new ArrayList<>();
        List<@Nullable LocalDate> tos = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            for (HouseholdDraft.Standing standing : drafts.get(i).history()) {
                households.add(ids.get(i));
                statuses.add(standing.status().name());
                froms.add(standing.from());
                tos.add(standing.to());
            }
        }
        return connection
                .preparedQuery("""
                        INSERT INTO household_status (household_id, status, valid_from, valid_to)
                        SELECT * FROM unnest($1::uuid[], $2::text[], $3::date[], $4::date[])""")
                .execute(Tuple.tuple()
                        .addValue(households.toArray(UUID[]::new))
                        .addValue(statuses.toArray(String[]::new))
                        .addValue(froms.toArray(LocalDate[]::new))
                        .addValue(tos.toArray(LocalDate[]::new)))
                .replaceWithVoid();
    }

    Uni<Void> changeStatus(SqlConnection connection, UUID household, HouseholdStatus to, LocalDate from) {
        return connection
                .preparedQuery("""
                        UPDATE household_status SET valid_to = $2
                         WHERE household_id = $1 AND valid_from < $2 AND (valid_to IS NULL OR valid_to > $2)""")
                .execute(Tuple.of(household, from))
                .chain(() -> connection
                        .preparedQuery(
                                "INSERT INTO household_status (household_id, status, valid_from) VALUES ($1, $2, $3)")
                        .execute(Tuple.of(household, to.name(), from)))
                .replaceWithVoid();
    }

    /** Households whose village code begins with the prefix, by number. */
    Uni<List<HouseholdView.Row>> page(SqlConnection connection, String prefix, long after, int limit, LocalDate today) {
        return connection
                .preparedQuery("""
                        SELECT h.id, h.number, h.village_name, h.head_masked, h.persons,
                               (SELECT s.status FROM household_status s WHERE s.household_id = h.id
                                   AND daterange(s.valid_from, s.valid_to) @> $5::date) AS status,
                               (SELECT count(*)::int FROM household_link_member m WHERE m.household_id = h.id
                                   AND daterange(m.valid_from, m.valid_to) @> $5::date) AS links
                          FROM household h
                         WHERE h.village_code BETWEEN $1 AND $2 AND h.number > $3
                         ORDER BY h.number LIMIT $4""")
                .execute(Tuple.tuple()
                        .addString(padded(prefix, '0'))
                        .addString(padded(prefix, '9'))
                        .addLong(after)
                        .addInteger(limit)
                        .addLocalDate(today))
                .map(rows -> {
                    List<HouseholdView.Row> page = new ArrayList<>();
                    rows.forEach(row -> page.add(new HouseholdView.Row(
                            row.getUUID("id"),
                            row.getLong("number"),
                            row.getString("village_name"),
                            row.getString("head_masked"),
                            row.getInteger("persons"),
                            status(row),
                            row.getInteger("links"))));
                    return page;
                });
    }

    Uni<Long> count(SqlConnection connection, String prefix) {
        return connection
                .preparedQuery("SELECT count(*) FROM household WHERE village_code BETWEEN $1 AND $2")
                .execute(Tuple.of(padded(prefix, '0'), padded(prefix, '9')))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** The masked household, or null. */
    Uni<@Nullable HouseholdView> find(SqlConnection connection, UUID id) {
        return connection.preparedQuery("""
                        SELECT id, number, village_code, village_name, head_masked, bank_last4, bank_code, persons, demo
                          FROM household WHERE id = $1""").execute(Tuple.of(id)).chain(rows -> {
            if (rows.size() == 0) {
                return Uni.createFrom().nullItem();
            }
            Row row = rows.iterator().next();
            return history(connection, id)
                    .chain(history -> links(connection, id).map(links -> view(row, history, links)));
        });
    }

    Uni<@Nullable Sealed> encrypted(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("SELECT head_cipher, id_number_cipher, bank_cipher FROM household WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> {
                    if (rows.size() == 0) {
                        return null;
                    }
                    Row row = rows.iterator().next();
                    io.vertx.mutiny.core.buffer.Buffer bank = row.getBuffer("bank_cipher");
                    return new Sealed(
                            row.getBuffer("head_cipher").getDelegate(),
                            row.getBuffer("id_number_cipher").getDelegate(),
                            bank == null ? null : bank.getDelegate());
                });
    }

    private static Uni<List<StandingView>> history(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery(
                        "SELECT status, valid_from, valid_to FROM household_status WHERE household_id = $1 ORDER BY valid_from")
                .execute(Tuple.of(id))
                .map(rows -> {
                    List<StandingView> history = new ArrayList<>();
                    rows.forEach(row -> {
                        HouseholdStatus status = HouseholdStatus.valueOf(row.getString("status"));
                        history.add(new StandingView(
                                status,
                                row.getLocalDate("valid_from"),
                                row.getLocalDate("valid_to"),
                                status.eligible()));
                    });
                    return history;
                });
    }

    private static Uni<List<LinkView>> links(SqlConnection connection, UUID id) {
        return connection.preparedQuery("""
                        SELECT l.id, l.organisation_id, l.kind, l.title, m.persons, m.weight, m.valid_from, m.valid_to
                          FROM household_link_member m
                          JOIN household_benefit_link l ON l.id = m.link_id
                         WHERE m.household_id = $1 ORDER BY m.valid_from, l.id""").execute(Tuple.of(id)).map(rows -> {
            List<LinkView> links = new ArrayList<>();
            rows.forEach(row -> links.add(new LinkView(
                    row.getUUID("id"),
                    row.getUUID("organisation_id"),
                    "",
                    "",
                    LinkKind.valueOf(row.getString("kind")),
                    row.getString("title"),
                    row.getInteger("persons"),
                    row.getLong("weight"),
                    row.getLocalDate("valid_from"),
                    row.getLocalDate("valid_to"))));
            return links;
        });
    }

    private static HouseholdView view(Row row, List<StandingView> history, List<LinkView> links) {
        return new HouseholdView(
                row.getUUID("id"),
                row.getLong("number"),
                row.getString("village_code"),
                row.getString("village_name"),
                row.getString("head_masked"),
                row.getString("bank_last4"),
                row.getString("bank_code"),
                row.getInteger("persons"),
                row.getBoolean("demo"),
                history,
                links);
    }

    private static <T, V extends @Nullable Object> V[] column(
            List<T> rows, Function<T, V> value, IntFunction<V[]> array) {
        return rows.stream().map(value).toArray(array);
    }

    private static @Nullable HouseholdStatus status(Row row) {
        String status = row.getString("status");
        return status == null ? null : HouseholdStatus.valueOf(status);
    }

    private static String padded(String prefix, char digit) {
        return prefix + String.valueOf(digit).repeat(12 - prefix.length());
    }
}
