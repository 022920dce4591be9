package org.bangxiao.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Shelf.Goods;
import org.bangxiao.support.Shelf.Item;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.Test;

/** Many goods by one sheet: what is read is created, updated, unchanged and rejected, and the same file changes nothing. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class GoodsSheetHttpTest {
    private static final Item CHESTNUT =
            Item.of("隆安板栗", "Long'an chestnut").stock(20).harvest(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));

    private final Goods first = Shelf.put(CHESTNUT);
    private final Actor clerk = People.of(Role.SUPPLIER, first.organisationId());
    private final UUID unlisted = UUID.randomUUID();

    @Test
    void goodRowsAreWrittenOnceAndTheRestComesBackToBeMended() {
        Shelf.certify(first.organisationId(), unlisted, CHESTNUT);
        String mine = number(first.productId());
        String fresh = number(unlisted);
        String foreign = number(Shelf.put(CHESTNUT).productId());
        String file = "证书编号,商品,单价（元）,库存,在售,发货月份,保质期（天）,储存\n"
                + mine + ",板栗,31.5,25,是,10-12,30,阴凉\n"
                + fresh + ",新货,28,7,否,,,\n"
                + foreign + ",别人的,1,1,,,,\n"
                + mine + ",又一行,9,9,,,,\n"
                + "NOBODY,无,=1+1,-4,maybe,13,x,\n";
        JsonPath preview = upload(file);
        assertThat(counts(preview)).containsExactly(5, 1, 1, 0, 3);
        assertThat(preview.getList("rows[4].errors.pointer"))
                .containsExactly(
                        "/rows/6/number", "/rows/6/price", "/rows/6/stock", "/rows/6/onSale", "/rows/6/shelfLifeDays");
        assertThat(listing().getInt("priceFen")).as("looking changes nothing").isNotEqualTo(3_150);
        String id = preview.getString("id");
        JsonPath written = confirm(id);
        assertThat(counts(written)).containsExactly(5, 1, 1, 0, 3);
        assertThat(listing().getInt("priceFen")).isEqualTo(3_150);
        assertThat(listing().getInt("stock")).isEqualTo(25);
        assertThat(listing().getList("shelf.saleMonths", Integer.class)).containsExactly(10, 11, 12);
        assertThat(People.as(clerk)
                        .get("/api/listings/" + first.listingId() + "/stock")
                        .jsonPath()
                        .getString("items[0].kind"))
                .isEqualTo("COUNTED");
        JsonPath drafts = People.as(clerk).get("/api/listings").jsonPath();
        assertThat(drafts.getBoolean("items.find { it.productId == '" + unlisted + "' }.draft"))
                .as("not on sale yet")
                .isTrue();
        String corrections =
                People.as(clerk).get("/api/goods-sheets/" + id + "/corrections").asString();
        assertThat(corrections.lines().count()).isEqualTo(4);
        assertThat(corrections).contains("-4").doesNotContain("\"=1");
        int version = listing().getInt("version");
        assertThat(upload(file).getString("id")).isEqualTo(id);
        confirm(id);
        assertThat(listing().getInt("version")).as("the same file again").isEqualTo(version);
        People.as(People.of(Role.SUPPLIER, Shelf.put(CHESTNUT).organisationId()))
                .get("/api/goods-sheets/" + id)
                .then()
                .statusCode(404);
    }

    @Test
    void theGoodsAsTheyAreComeAsASheetThatChangesNothingWhenSentBack() {
        for (String format : List.of("csv", "xlsx")) {
            byte[] template = People.as(clerk)
                    .get("/api/goods-sheets/template?format=" + format)
                    .asByteArray();
            JsonPath sheet = JsonPath.from(send(template).asString());
            assertThat(counts(sheet)).containsExactly(1, 0, 0, 1, 0);
        }
        Web desk = Web.signedIn(clerk);
        desk.get("/desk/goods-sheets");
        assertThat(desk.upload("/desk/goods-sheets", Map.of(), "x.csv", new byte[] {1, 0, 2}, "text/csv")
                        .statusCode())
                .isEqualTo(400);
        byte[] good = ("证书编号,库存\n" + number(first.productId()) + ",1x\n").getBytes(StandardCharsets.UTF_8);
        Response looked = desk.upload("/desk/goods-sheets", Map.of(), "x.csv", good, "text/csv");
        assertThat(looked.statusCode()).isEqualTo(303);
        assertThat(desk.get(looked.getHeader("Location")).asString()).contains("库存“1x”：", "拒绝");
    }

    @Test
    void aSheetSaysWhatIsSoldByWeightAndWhatInAdvance() {
        LocalDate today = LocalDate.now(BusinessClock.CHINA);
        String from = today.plusDays(5).toString();
        String to = today.plusDays(9).toString();
        String row = number(first.productId()) + ",%s,%s,%s,%s\n";
        String heading = "证书编号,按重量卖,预售卖到哪天,预售从哪天起发货,预售最晚哪天发货\n";
        assertThat(faults(heading + row.formatted("也许", "昨天", from, "")))
                .containsExactly("/rows/2/weighed goods-sheet-yes-no", "/rows/2/soldUntil date-invalid");
        assertThat(faults(heading + row.formatted("", "", from, "")))
                .containsExactly("/rows/2/soldUntil field-required", "/rows/2/sendTo field-required");
        assertThat(faults(heading + row.formatted("", today, to, from)))
                .containsExactly("/rows/2/sendTo presale-window");
        JsonPath sheet = upload(
                heading + row.formatted("是", today.toString().replace("-0", "/").replace('-', '/'), from, to));
        assertThat(counts(sheet)).containsExactly(1, 0, 1, 0, 0);
        confirm(sheet.getString("id"));
        assertThat(listing().getBoolean("weighed")).isTrue();
        assertThat(listing().getString("presale.sendTo")).isEqualTo(to);
        byte[] template =
                People.as(clerk).get("/api/goods-sheets/template?format=xlsx").asByteArray();
        assertThat(counts(JsonPath.from(send(template).asString()))).containsExactly(1, 0, 0, 1, 0);
        confirm(upload(heading + row.formatted("否", "否", "", "")).getString("id"));
        assertThat(listing().getBoolean("weighed")).isFalse();
        assertThat(listing().getMap("presale")).isNull();
    }

    private List<String> faults(String file) {
        return upload(file).getList("rows[0].errors.collect { it.pointer + ' ' + it.code }");
    }

    private JsonPath listing() {
        return People.as(clerk).get("/api/listings/" + first.listingId()).jsonPath();
    }

    private JsonPath upload(String file) {
        Response answer = send(file.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.jsonPath();
    }

    private Response send(byte[] file) {
        return People.as(clerk)
                .contentType("application/octet-stream")
                .body(file)
                .post("/api/goods-sheets?name=goods.csv");
    }

    private JsonPath confirm(String id) {
        Response answer =
                People.as(clerk).contentType("application/json").post("/api/goods-sheets/" + id + "/confirmation");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.jsonPath();
    }

    private static List<Integer> counts(JsonPath sheet) {
        return List.of(
                sheet.getInt("read"),
                sheet.getInt("created"),
                sheet.getInt("updated"),
                sheet.getInt("unchanged"),
                sheet.getInt("rejected"));
    }

    private static String number(UUID product) {
        try (var connection = PostgresForTests.connect();
                var statement = connection.prepareStatement(
                        "SELECT number FROM certification_certificate WHERE product_id = ?")) {
            statement.setObject(1, product);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
