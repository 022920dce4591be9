package org.bangxiao.household;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.household.LinkTermsHttpTest.codes;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.support.Contracts;
import org.bangxiao.support.Families;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Work and deliveries are put down once, judged on their day, and make the weights of their month. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class RecordsHttpTest {
    private static final LocalDate FIRST = Contracts.firstOfMonth();

    @Inject
    Register register;

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aSlipIsPutDownOnceAndSentTwiceChangesNothing() {
        Contracts link = Contracts.of(LinkKind.PRODUCE, 2, 500_000).agreed(Map.of("rateFen", 300));
        String slip = "GB-" + UUID.randomUUID();
        Map<String, Object> delivery = delivery(link.number(0), slip, 12_345, 280);
        Response first = add(link, delivery);
        assertThat(first.statusCode()).as(first.asString()).isEqualTo(200);
        assertThat(first.jsonPath().getMap("")).containsEntry("added", 1).containsEntry("already", 0);
        assertThat(add(link, delivery).jsonPath().getMap(""))
                .containsEntry("added", 0)
                .containsEntry("already", 1);
        assertThat(codes(add(link, delivery(link.number(1), slip, 12_345, 280))))
                .containsExactly("record-slip-taken");
        Response both = add(
                link, List.of(delivery(link.number(1), slip + "b", 1_000, 0), delivery(999_999_999, slip + "c", 1, 1)));
        assertThat(both.jsonPath().getList("errors.pointer"))
                .as("all or none")
                .containsExactly("/records/1/householdNo");
        assertThat(fen(link)).as("never below the floor").isEqualTo(3_704);

        String id = link.get(link.supplier(), "/records").jsonPath().getString("items[0].id");
        assertThat(codes(link.post(link.supplier(), "/records/" + id + "/strike", Map.of())))
                .containsExactly("reason-needed");
        assertThat(link.post(link.supplier(), "/records/" + id + "/strike", Map.of("because", "过磅有误"))
                        .statusCode())
                .isEqualTo(204);
        assertThat(codes(link.post(link.supplier(), "/records/" + id + "/strike", Map.of("because", "过磅有误"))))
                .containsExactly("record-struck");
        assertThat(fen(link)).isZero();
        assertThat(add(link, delivery(link.number(1), slip, 2_000, 500)).statusCode())
                .as("its number is free again")
                .isEqualTo(200);
        assertThat(fen(link)).isEqualTo(1_000);
        assertThatThrownBy(() ->
                        Contracts.rows("UPDATE household_record SET units = 1 WHERE link_id = '" + link.id() + "'"))
                .as("whoever writes")
                .hasMessageContaining("stands until it is struck out");
    }

    @Test
    void workCountsOnTheDaysOnWhichItsHouseholdCounted() {
        Contracts link = Contracts.of(LinkKind.WAGES, 2, 100).agreed(Map.of("rateFen", 2_000));
        LocalDate today = Contracts.today();
        assertThat(add(
                                link,
                                List.of(
                                        work(link.number(0), "A1", 1, today, 450),
                                        work(link.number(0), "A2", 2, today, 60)))
                        .statusCode())
                .isEqualTo(200);
        assertThat(codes(add(link, work(link.number(0), "A3", 1, today, 30))))
                .as("the same person on the same day")
                .containsExactly("record-worked-already");
        assertThat(codes(add(link, work(link.number(0), "A4", 5, today, 30)))).containsExactly("record-person-range");
        assertThat(codes(add(link, work(link.number(0), "A5", 3, today, 1_441))))
                .containsExactly("record-units-range");
        assertThat(codes(add(link, work(link.number(0), "A6", 3, today.plusDays(1), 60))))
                .containsExactly("record-day-range");
        assertThat(codes(add(link, work(link.number(0), "A7", 3, FIRST.minusDays(1), 60))))
                .containsExactly("record-without-terms");
        assertThat(sharers(link, today)).as("minutes are the weights").containsExactly(link.number(0) + ":510");
        assertThat(fen(link)).as("8.5 hours at 20 yuan").isEqualTo(17_000);

        UUID gone = link.households().get(1);
        add(link, work(link.number(1), "B1", 1, today, 120));
        assertThat(fen(link)).isEqualTo(21_000);
        await(() -> register.changeStatus(gone, HouseholdStatus.REMOVED, today, link.office()));
        assertThat(fen(link)).as("removed from the register that day").isEqualTo(17_000);
        assertThat(link.get(link.office(), "/records").jsonPath().getList("items.counts"))
                .containsExactly(false, true, true);
        assertThat(codes(add(
                        link,
                        work(
                                Contracts.number(Families.register(1, Contracts.COUNTY, HouseholdStatus.LIFTED)
                                        .get(0)),
                                "C1",
                                1,
                                today,
                                60))))
                .containsExactly("record-not-member");
        assertThat(codes(add(Contracts.of(LinkKind.LAND, 1, 5), work(1, "D1", 1, today, 60))))
                .containsExactly("link-not-recorded");
    }

    @Test
    void landSharesAndAssetsAreDueByWhatWasHeldAndEarned() {
        Contracts land = Contracts.of(LinkKind.LAND, 1, 2_000).agreed(Map.of("rateFen", 80_000));
        int days = YearMonth.from(FIRST).lengthOfMonth();
        assertThat(fen(land)).as("a month of three mu").isBetween(240_000L * days / 366 - 1, 240_000L * days / 365 + 1);

        Contracts shares = Contracts.of(LinkKind.SHARES, 2, 5).agreed(Map.of("rateFen", 100, "basisPoints", 4_000));
        assertThat(fen(shares)).as("a floor for each of ten shares").isEqualTo(1_000);
        String month = YearMonth.from(FIRST).toString();
        assertThat(earned(shares, month, 5_000).statusCode()).isEqualTo(204);
        assertThat(codes(earned(shares, month, 5_000))).containsExactly("income-there");
        assertThat(fen(shares)).as("and two fifths of the profit").isEqualTo(3_000);

        Contracts asset = Contracts.of(LinkKind.ASSET, 1, 10).agreed(Map.of("rateFen", 2_000, "basisPoints", 10_000));
        UUID second = Families.register(1, Contracts.COUNTY, HouseholdStatus.MONITORED)
                .get(0);
        Map<String, Object> entering = new HashMap<>(Map.of("householdNo", Contracts.number(second), "persons", 1));
        entering.putAll(Map.of("weight", 10, "cannotWork", true, "from", FIRST.toString(), "reason", "村民会议决议"));
        assertThat(asset.post(asset.office(), "/members", entering).statusCode())
                .isEqualTo(204);
        assertThat(earned(asset, month, 10_000).statusCode()).isEqualTo(204);
        Response due = asset.get(asset.office(), "/due");
        assertThat(due.jsonPath().getLong("lines.find { it.householdNo == " + Contracts.number(second) + " }.fen"))
                .as("first twenty yuan, then half of the rest")
                .isEqualTo(6_000);
        assertThat(codes(earned(land, month, 1))).containsExactly("link-not-recorded");
    }

    @Test
    void aSheetIsTakenInWholeOrSaysWhatIsWrongWithEachRow() {
        Contracts link = Contracts.of(LinkKind.WAGES, 1, 100).agreed(Map.of("rateFen", 2_000));
        Web supplier = Web.signedIn(link.supplier());
        String home = "/desk/links/" + link.id() + "/month";
        assertThat(supplier.get(home + "/template").asString())
                .contains("户号", "数量")
                .doesNotContain("市价");
        supplier.get(home);
        String today = Contracts.today().toString();
        String heading = "单号,户号,第几人,日期,数量\n";
        String row = link.number(0) + ",1," + today + ",7.5\n";
        Response faulty = supplier.postParts(
                home + "/sheet",
                Map.of(
                        "file",
                        sheet(heading + "S1," + row + "S2,x,1," + today + ",7.333\nS3," + link.number(0) + ",1,,1\n")));
        assertThat(faulty.statusCode()).isEqualTo(400);
        assertThat(faulty.asString()).contains("表格中的问题", "请填写数字，小数最多 2 位");
        assertThat(supplier.postParts(home + "/sheet", Map.of("file", sheet("单号,户号\n")))
                        .statusCode())
                .isEqualTo(400);
        assertThat(supplier.postParts(home + "/sheet", Map.of("file", sheet(heading + "S1," + row)))
                        .statusCode())
                .isEqualTo(303);
        String page = supplier.get(home).asString();
        assertThat(page).contains("S1", "7.5 小时", "¥150.00");
        String record = page.replaceAll("(?s).*?/records/([0-9a-f-]{36})/strike.*", "$1");
        assertThat(supplier.post(home + "/records/" + record + "/strike", Map.of("because", "写错户号"))
                        .statusCode())
                .isEqualTo(303);
        Map<String, String> form =
                Map.of("slip", "S1", "householdNo", "" + link.number(0), "person", "1", "day", today, "units", "8");
        assertThat(supplier.post(home + "/record", form).statusCode()).isEqualTo(303);
        assertThat(supplier.post(home + "/record", Map.of("slip", "S9", "day", today))
                        .asString())
                .contains("id=\"householdNo-error\"", "id=\"units-error\"");
        assertThat(supplier.get(home).asString()).contains("已作废：写错户号", "¥160.00");
        Web office = Web.signedIn(link.office());
        assertThat(office.get(home).asString()).contains("¥160.00").doesNotContain("name=\"slip\"");
        assertThat(office.get(home + "?month=2026-13").statusCode()).isEqualTo(400);
        assertThat(office.post(home + "/record", form).statusCode()).isEqualTo(403);
    }

    private static Map<String, Object> delivery(long household, String slip, long grams, long price) {
        return Map.of(
                "slip",
                slip,
                "householdNo",
                household,
                "day",
                Contracts.today().toString(),
                "units",
                grams,
                "priceFen",
                price,
                "lot",
                "L1");
    }

    private static Map<String, Object> work(long household, String slip, int person, LocalDate day, long minutes) {
        return Map.of(
                "slip", slip, "householdNo", household, "person", person, "day", day.toString(), "units", minutes);
    }

    private static Response add(Contracts link, Map<String, Object> row) {
        return add(link, List.of(row));
    }

    private static Response add(Contracts link, List<Map<String, Object>> rows) {
        return link.post(link.supplier(), "/records", Map.of("records", rows));
    }

    private static Response earned(Contracts link, String month, long fen) {
        return People.as(link.supplier())
                .contentType("application/json")
                .body(Map.of("incomeFen", fen, "paper", "演示决议"))
                .put("/api/links/" + link.id() + "/income/" + month);
    }

    private static long fen(Contracts link) {
        return link.get(link.office(), "/due").jsonPath().getLong("totalFen");
    }

    private static byte[] sheet(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> sharers(Contracts link, LocalDate day) {
        return Contracts.rows("SELECT household_no || ':' || weight FROM household_sharers(ARRAY['" + link.id()
                + "'::uuid], '" + day + "')");
    }
}
