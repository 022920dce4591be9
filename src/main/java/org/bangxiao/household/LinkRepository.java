package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@ApplicationScoped
class LinkRepository {
    Uni<Void> insert(SqlConnection connection, UUID id, LinkDraft draft) {
        return connection
                .preparedQuery("""
                        INSERT INTO household_benefit_link (id, organisation_id, kind, title, whole, valid_from, valid_to, demo)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addUUID(draft.organisationId())
                        .addString(draft.kind().name())
                        .addString(draft.title())
                        .addLong(draft.whole())
                        .addLocalDate(draft.validFrom())
                        .addLocalDate(draft.validTo())
                        .addBoolean(draft.demo()))
                .replaceWithVoid();
    }

    /** How many rows went in: fewer than given where a household is unknown or has not that many people. */
    Uni<Integer> insertMembers(SqlConnection connection, UUID link, List<LinkDraft.Member> members) {
        int n = members.size();
        UUID[] households = new UUID[n];
        Integer[] persons = new Integer[n];
        Long[] weights = new Long[n];
        LocalDate[] froms = new LocalDate[n];
        LocalDate[] tos = new LocalDate[n];
        for (int i = 0; i < n; i++) {
            LinkDraft.Member member = members.get(i);
            households[i] = member.householdId();
            persons[i] = member.persons();
            weights[i] = member.weight();
            froms[i] = member.validFrom();
            tos[i] = member.validTo();
        }
        return connection
                .preparedQuery("""
                        INSERT INTO household_link_member (link_id, household_id, persons, weight, valid_from, valid_to)
                        SELECT $1, m.household, m.persons, m.weight, m.valid_from, m.valid_to
                          FROM unnest($2::uuid[], $3::int[], $4::bigint[], $5::date[], $6::date[])
                            AS m(household, persons, weight, valid_from, valid_to)
                          JOIN household h ON h.id = m.household AND m.persons <= h.persons""")
                .execute(Tuple.tuple()
                        .addUUID(link)
                        .addValue(households)
                        .addValue(persons)
                        .addValue(weights)
                        .addValue(froms)
                        .addValue(tos))
                .map(result -> result.rowCount());
    }

    /** On any day, whoever takes part then. */
    Uni<Boolean> isBeyondWhole(SqlConnection connection, UUID link) {
        return connection
                .preparedQuery("""
                        SELECT EXISTS (SELECT FROM household_held h JOIN household_benefit_link l ON l.id = h.link_id
                                        WHERE h.link_id = $1 AND h.held > l.whole)""")
                .execute(Tuple.of(link))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    Uni<Map<UUID, LinkFigures>> figures(SqlConnection connection, Collection<UUID> links, LocalDate on) {
        return connection
                .preparedQuery("""
                        SELECT l.id, l.organisation_id, l.kind, l.whole, coalesce(e.persons, 0) AS persons,
                               coalesce(e.weight, 0) AS weight, coalesce(e.households, 0) AS households,
                               (SELECT count(*)::int FROM household_link_member m WHERE m.link_id = l.id
                                   AND daterange(m.valid_from, m.valid_to) @> $2::date) AS members
                          FROM household_benefit_link l
                          LEFT JOIN (SELECT link_id, sum(persons)::bigint AS persons, sum(weight)::bigint AS weight,
                                            count(DISTINCT household_id)::int AS households
                                       FROM household_eligible_members($1, $2) GROUP BY link_id) e ON e.link_id = l.id
                         WHERE l.id = ANY ($1)""")
                .execute(Tuple.of(links.toArray(UUID[]::new), on))
                .map(rows -> {
                    Map<UUID, LinkFigures> figures = new HashMap<>();
                    rows.forEach(row -> figures.put(
                            row.getUUID("id"),
                            new LinkFigures(
                                    row.getUUID("id"),
                                    row.getUUID("organisation_id"),
                                    LinkKind.valueOf(row.getString("kind")),
                                    on,
                                    row.getLong("whole"),
                                    row.getLong("persons"),
                                    row.getLong("weight"),
                                    row.getInteger("households"),
                                    row.getInteger("members"))));
                    return figures;
                });
    }

    /** The older link keeps its people: two links never both lose them. */
    Uni<CountedBefore> countedBefore(SqlConnection connection, UUID link, boolean sameSupplier, LocalDate on) {
        return connection
                .preparedQuery("""
                        SELECT count(*) FILTER (WHERE d.doubled > 0)::int AS households,
                               coalesce(sum(d.doubled), 0)::bigint AS persons
                          FROM (SELECT greatest(0, least(e.persons, e.persons + o.persons - h.persons)) AS doubled
                                  FROM household_eligible_members(ARRAY[$1::uuid], $2) e
                                  JOIN household h ON h.id = e.household_id
                                  JOIN household_benefit_link own ON own.id = e.link_id
                                  CROSS JOIN LATERAL (
                                       SELECT coalesce(sum(m.persons), 0) AS persons
                                         FROM household_link_member m JOIN household_benefit_link l ON l.id = m.link_id
                                        WHERE m.household_id = e.household_id AND l.kind = own.kind AND l.id < own.id
                                          AND (NOT $3 OR l.organisation_id = own.organisation_id)
                                          AND daterange(l.valid_from, l.valid_to) @> $2::date
                                          AND daterange(m.valid_from, m.valid_to) @> $2::date) o) d
                        """)
                .execute(Tuple.of(link, on, sameSupplier))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new CountedBefore(row.getInteger("households"), row.getLong("persons"));
                });
    }

    Uni<List<LinkMember>> members(SqlConnection connection, Collection<UUID> links, LocalDate on) {
        return connection
                .preparedQuery("""
                        SELECT link_id, household_id, household_no, persons, weight
                          FROM household_eligible_members($1, $2) ORDER BY link_id, household_no""")
                .execute(Tuple.of(links.toArray(UUID[]::new), on))
                .map(rows -> {
                    List<LinkMember> members = new ArrayList<>(rows.size());
                    rows.forEach(row -> members.add(new LinkMember(
                            row.getUUID("link_id"),
                            row.getUUID("household_id"),
                            row.getLong("household_no"),
                            row.getInteger("persons"),
                            row.getLong("weight"))));
                    return members;
                });
    }

    Uni<List<LinkView>> ofOrganisation(SqlConnection connection, UUID organisation, LocalDate on) {
        return connection.preparedQuery("""
                        SELECT id, kind, title FROM household_benefit_link
                         WHERE organisation_id = $1 AND kind <> 'ASSET' AND daterange(valid_from, valid_to) @> $2::date
                         ORDER BY title, id
                        """).execute(Tuple.of(organisation, on)).map(rows -> {
            List<LinkView> links = new ArrayList<>();
            rows.forEach(row -> links.add(
                    new LinkView(row.getUUID("id"), LinkKind.valueOf(row.getString("kind")), row.getString("title"))));
            return links;
        });
    }

    Uni<Map<UUID, Integer>> householdsBehind(SqlConnection connection, Collection<UUID> organisations, LocalDate on) {
        return connection
                .preparedQuery("""
                        SELECT l.organisation_id, count(DISTINCT e.household_id)::int AS households
                          FROM household_benefit_link l
                          JOIN household_eligible_members(
                               ARRAY(SELECT id FROM household_benefit_link WHERE organisation_id = ANY ($1)), $2) e ON e.link_id = l.id
                         GROUP BY l.organisation_id""")
                .execute(Tuple.of(organisations.toArray(UUID[]::new), on))
                .map(rows -> {
                    Map<UUID, Integer> behind = new HashMap<>();
                    rows.forEach(row -> behind.put(row.getUUID("organisation_id"), row.getInteger("households")));
                    return behind;
                });
    }
}
