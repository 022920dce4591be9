package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class MembershipRepository {
    /** A household as far as a link needs to know it. */
    record Family(UUID id, String villageCode, int persons) {}

    /** A household's part in a link over a time. */
    record Spell(
            UUID householdId,
            int persons,
            long weight,
            boolean cannotWork,
            LocalDate from,
            @Nullable LocalDate to) {}

    Uni<Optional<Family>> family(SqlConnection connection, long number) {
        return connection
                .preparedQuery("SELECT id, village_code, persons FROM household WHERE number = $1")
                .execute(Tuple.of(number))
                .map(MembershipRepository::family);
    }

    Uni<Family> familyById(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("SELECT id, village_code, persons FROM household WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> family(rows).orElseThrow(Problem::notFound));
    }

    /** The household's spell that was under way on the day before and goes on. */
    Uni<Optional<Spell>> spellBefore(SqlConnection connection, UUID link, UUID household, LocalDate day) {
        return connection
                .preparedQuery("""
                        SELECT household_id, persons, weight, cannot_work, valid_from, valid_to FROM household_link_member
                         WHERE link_id = $1 AND household_id = $2 AND valid_from < $3
                           AND (valid_to IS NULL OR valid_to > $3)""")
                .execute(Tuple.of(link, household, day))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(new Spell(
                                row.getUUID("household_id"),
                                row.getInteger("persons"),
                                row.getLong("weight"),
                                row.getBoolean("cannot_work"),
                                row.getLocalDate("valid_from"),
                                row.getLocalDate("valid_to")));
                    }
                    return Optional.empty();
                });
    }

    Uni<Void> begin(SqlConnection connection, UUID link, Spell spell) {
        return connection
                .preparedQuery("""
                        INSERT INTO household_link_member
                               (link_id, household_id, persons, weight, cannot_work, valid_from, valid_to)
                        VALUES ($1, $2, $3, $4, $5, $6, $7)""")
                .execute(Tuple.tuple()
                        .addUUID(link)
                        .addUUID(spell.householdId())
                        .addInteger(spell.persons())
                        .addLong(spell.weight())
                        .addBoolean(spell.cannotWork())
                        .addLocalDate(spell.from())
                        .addLocalDate(spell.to()))
                .replaceWithVoid();
    }

    Uni<Void> end(SqlConnection connection, UUID link, Spell spell, LocalDate on) {
        return connection
                .preparedQuery("""
                        UPDATE household_link_member SET valid_to = $4
                         WHERE link_id = $1 AND household_id = $2 AND valid_from = $3""")
                .execute(Tuple.of(link, spell.householdId(), spell.from(), on))
                .replaceWithVoid();
    }

    Uni<Void> came(
            SqlConnection connection,
            UUID id,
            UUID link,
            UUID household,
            String kind,
            Entering entering,
            Actor by,
            Instant at) {
        return change(
                connection,
                Tuple.tuple()
                        .addUUID(id)
                        .addUUID(link)
                        .addUUID(household)
                        .addString(kind)
                        .addLocalDate(entering.from())
                        .addInteger(entering.persons())
                        .addLong(entering.weight())
                        .addString(null)
                        .addUUID(null)
                        .addString(entering.reason()),
                by,
                at);
    }

    Uni<Void> left(
            SqlConnection connection,
            UUID id,
            UUID link,
            UUID household,
            LocalDate on,
            PassesTo passesTo,
            @Nullable UUID successor,
            String reason,
            Actor by,
            Instant at) {
        return change(
                connection,
                Tuple.tuple()
                        .addUUID(id)
                        .addUUID(link)
                        .addUUID(household)
                        .addString("LEAVE")
                        .addLocalDate(on)
                        .addInteger(null)
                        .addLong(null)
                        .addString(passesTo.name())
                        .addUUID(successor)
                        .addString(reason),
                by,
                at);
    }

    /** The part of a household goes to the collective account of its village, which is opened by the first. */
    Uni<Void> passToVillage(SqlConnection connection, UUID change, UUID link, Spell spell, LocalDate on) {
        return connection
                .preparedQuery("""
                        INSERT INTO household_village (village_code) SELECT village_code FROM household WHERE id = $1
                        ON CONFLICT DO NOTHING""")
                .execute(Tuple.of(spell.householdId()))
                .chain(() -> connection
                        .preparedQuery("""
                                INSERT INTO household_village_share (change_id, link_id, village_code, weight, valid_from)
                                SELECT $1, $2, village_code, $4, $5 FROM household WHERE id = $3""")
                        .execute(Tuple.of(change, link, spell.householdId(), spell.weight(), on)))
                .replaceWithVoid();
    }

    /** Spells by household number, then day. */
    Uni<List<MemberRow>> page(
            SqlConnection connection, UUID link, @Nullable String cursor, int limit, LocalDate today) {
        String given = cursor == null ? "" : cursor;
        String[] after = (given.matches("\\d{1,18}_\\d{1,6}") ? given : "0_0").split("_", 2);
        return connection
                .preparedQuery("""
                        SELECT h.number, h.id, m.persons, m.weight, m.cannot_work, m.valid_from, m.valid_to,
                               EXISTS (SELECT FROM household_eligible_members(ARRAY[$1::uuid], $5) e
                                        WHERE e.household_id = m.household_id
                                          AND daterange(m.valid_from, m.valid_to) @> $5::date) AS counts
                          FROM household_link_member m JOIN household h ON h.id = m.household_id
                         WHERE m.link_id = $1::uuid AND (h.number, m.valid_from) > ($2, $3::date)
                         ORDER BY h.number, m.valid_from LIMIT $4""")
                .execute(Tuple.of(
                        link, Long.parseLong(after[0]), LocalDate.ofEpochDay(Long.parseLong(after[1])), limit, today))
                .map(rows -> {
                    List<MemberRow> page = new ArrayList<>();
                    rows.forEach(row -> page.add(member(row)));
                    return page;
                });
    }

    /** The spell that ends last, whoever counts. */
    Uni<Optional<MemberRow>> last(SqlConnection connection, UUID link, UUID household) {
        return connection.preparedQuery("""
                        SELECT h.number, h.id, m.persons, m.weight, m.cannot_work, m.valid_from, m.valid_to,
                               false AS counts
                          FROM household_link_member m JOIN household h ON h.id = m.household_id
                         WHERE m.link_id = $1 AND m.household_id = $2
                         ORDER BY m.valid_from DESC LIMIT 1
                        """).execute(Tuple.of(link, household)).map(rows -> {
            for (Row row : rows) {
                return Optional.of(member(row));
            }
            return Optional.empty();
        });
    }

    /** The last changes, the newest first. */
    Uni<List<MemberRow.Change>> changes(SqlConnection connection, UUID link, int limit) {
        return connection.preparedQuery("""
                        SELECT h.number, c.kind, c.on_day, c.weight, c.passes_to, s.number AS successor, c.reason,
                               coalesce(a.display_name, '') AS by_name, c.at
                          FROM household_link_change c JOIN household h ON h.id = c.household_id
                          LEFT JOIN household s ON s.id = c.successor_id LEFT JOIN identity_account a ON a.id = c.account_id
                         WHERE c.link_id = $1 ORDER BY c.id DESC LIMIT $2""").execute(Tuple.of(link, limit)).map(rows -> {
            List<MemberRow.Change> changes = new ArrayList<>();
            rows.forEach(row -> {
                String passesTo = row.getString("passes_to");
                changes.add(new MemberRow.Change(
                        row.getLong("number"),
                        row.getString("kind"),
                        row.getLocalDate("on_day"),
                        row.getLong("weight"),
                        passesTo == null ? null : PassesTo.valueOf(passesTo),
                        row.getLong("successor"),
                        row.getString("reason"),
                        row.getString("by_name"),
                        row.getOffsetDateTime("at").toInstant()));
            });
            return changes;
        });
    }

    private static Uni<Void> change(SqlConnection connection, Tuple columns, Actor by, Instant at) {
        return connection
                .preparedQuery("""
                        INSERT INTO household_link_change (id, link_id, household_id, kind, on_day, persons, weight, passes_to,
                            successor_id, reason, account_id, person_id, at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)""")
                .execute(columns.addUUID(by.accountId())
                        .addUUID(by.personId())
                        .addOffsetDateTime(at.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    private static MemberRow member(Row row) {
        return new MemberRow(
                row.getLong("number"),
                row.getUUID("id"),
                row.getInteger("persons"),
                row.getLong("weight"),
                row.getBoolean("cannot_work"),
                row.getLocalDate("valid_from"),
                row.getLocalDate("valid_to"),
                row.getBoolean("counts"));
    }

    private static Optional<Family> family(RowSet<Row> rows) {
        for (Row row : rows) {
            return Optional.of(new Family(row.getUUID("id"), row.getString("village_code"), row.getInteger("persons")));
        }
        return Optional.empty();
    }
}
