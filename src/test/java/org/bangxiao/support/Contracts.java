package org.bangxiao.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;

/** A supplier's benefit link with households, and the people who look after it: for tests of terms, members and records. */
public record Contracts(
        UUID id, LinkKind kind, UUID organisationId, List<UUID> households, Actor supplier, Actor office) {
    public static final String COUNTY = "451226";

    /** So many lifted households, each with one person and this weight, of a whole of ten times as much for each. */
    public static Contracts of(LinkKind kind, int households, long weight) {
        return of(COUNTY, kind, households, weight);
    }

    public static Contracts of(String county, LinkKind kind, int households, long weight) {
        UUID organisation = Suppliers.cooperative(county).id();
        List<UUID> families = Families.register(households, county, HouseholdStatus.LIFTED);
        long whole = Math.max(1, households) * (kind.countsPeople() ? 10 : 10 * weight);
        return new Contracts(
                Families.link(organisation, kind, whole, families, weight),
                kind,
                organisation,
                families,
                People.of(Role.SUPPLIER, organisation),
                People.inArea(Role.COUNTY_OFFICER, county));
    }

    public static LocalDate today() {
        return LocalDate.now(BusinessClock.CHINA);
    }

    public static LocalDate firstOfMonth() {
        return today().withDayOfMonth(1);
    }

    /** What is asked of every kind, for this one; in force from the first of this month. */
    public Map<String, Object> terms(Map<String, Object> more) {
        Map<String, Object> terms = new HashMap<>(Map.of(
                "rateFen",
                1_000,
                "leavesTo",
                "REMAINING",
                "validFrom",
                firstOfMonth().toString()));
        switch (kind) {
            case WAGES -> terms.put("workUnit", "HOUR");
            case SHARES -> terms.putAll(Map.of("periodMonths", 1, "basisPoints", 4_000));
            case ASSET -> terms.putAll(Map.of("basisPoints", 6_000, "project", "P-1", "rule", "村民会议决议"));
            case PRODUCE, LAND -> {}
        }
        terms.putAll(more);
        return terms;
    }

    public Response prepare(Map<String, Object> more) {
        return post(supplier, "/terms", terms(more));
    }

    /** Prepared and approved. */
    public Contracts agreed(Map<String, Object> more) {
        Response made = prepare(more);
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        Response done = post(office, "/terms/" + made.path("id") + "/approval", Map.of("sha256", made.path("sha256")));
        assertThat(done.statusCode()).as(done.asString()).isEqualTo(200);
        return this;
    }

    public Response post(Actor actor, String path, Object body) {
        return People.as(actor).contentType("application/json").body(body).post("/api/links/" + id + path);
    }

    public Response get(Actor actor, String path) {
        return People.as(actor).get("/api/links/" + id + path);
    }

    /** The household's number in the register. */
    public long number(int household) {
        return number(households.get(household));
    }

    public static long number(UUID household) {
        return Long.parseLong(rows("SELECT number FROM household WHERE id = '" + household + "'")
                .get(0));
    }

    /** What a query answers, each row as text. */
    public static List<String> rows(String sql) {
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement()) {
            List<String> rows = new ArrayList<>();
            if (statement.execute(sql)) {
                ResultSet found = statement.getResultSet();
                while (found.next()) {
                    rows.add(found.getString(1));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
