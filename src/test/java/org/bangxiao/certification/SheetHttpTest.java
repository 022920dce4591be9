package org.bangxiao.certification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Families;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.Test;

/** Several products from one sheet, over JSON and pages. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class SheetHttpTest {
    private static final String BAMA = "451227";
    private static final String SHEETS = "/api/certification/sheets";
    private static final String CSV = """
            产品名称（中文）,品类,规格,零售价（元）,产地,净重（克）,上市月份,年可售量,利益联结,备注
            巴马香猪腊肉,畜禽,1斤/袋,68,巴马瑶族自治县,500,11 12 1,3000,入股分红,好
            巴马黑米,粮食,5斤/袋,四十,巴马瑶族自治县,2500,10,900,,
            巴马山茶油,金子,1升/瓶,120,451227,900,13,900,,
            =cmd|calc,粮食,1斤/袋,-3,巴马瑶族自治县,500,10,900,,
            巴马火麻,粮食,,,,,,,,
            """;

    @Test
    void goodRowsBecomeDraftsOnceAndFailingRowsComeBackToBeMended() {
        UUID cooperative = supplier();
        String token = People.token(People.of(Role.SUPPLIER, cooperative));
        byte[] file = CSV.getBytes(Charset.forName("GB18030"));
        String id = upload(token, file)
                .then()
                .statusCode(200)
                .body("good", equalTo(2))
                .body("faulty", equalTo(3))
                .body("confirmedAt", nullValue())
                .body("rows[0].product.category", equalTo("livestock-and-poultry"))
                .body("rows[0].product.countyCode", equalTo(BAMA))
                .body("rows[0].gaps", equalTo(0))
                .body("rows[1].errors.pointer", equalTo(List.of("/rows/3/priceFen")))
                .body("rows[2].errors.pointer", hasItems("/rows/4/category", "/rows/4/harvestMonths"))
                .body("rows[3].errors.pointer", hasItem("/rows/5/priceFen"))
                .body("rows[4].gaps", equalTo(5))
                .extract()
                .path("id");
        json(token).get("/api/certification/applications").then().body("items.size()", equalTo(0));
        String corrections = json(token)
                .header("Accept-Language", "zh")
                .get(SHEETS + "/" + id + "/corrections?format=csv")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(corrections)
                .contains("零售价（元）：这一项填得不对：四十")
                .contains("\"'=cmd|calc\"")
                .doesNotContain("巴马香猪腊肉");
        json(token)
                .get(SHEETS + "/" + id + "/corrections?format=xlsx")
                .then()
                .statusCode(200)
                .contentType(containsString("spreadsheetml"));
        for (int again = 0; again < 2; again++) {
            json(token)
                    .post(SHEETS + "/" + id + "/confirmation")
                    .then()
                    .statusCode(200)
                    .body("drafts", equalTo(2));
        }
        upload(token, file).then().statusCode(200).body("id", equalTo(id)).body("drafts", equalTo(2));
        json(token)
                .get("/api/certification/applications")
                .then()
                .body("items.size()", equalTo(2))
                .body("items.nameZh", hasItems("巴马香猪腊肉", "巴马火麻"));
        // The correction file goes up as it came down, mended.
        byte[] mended = corrections.replace("四十", "40").getBytes(StandardCharsets.UTF_8);
        upload(token, mended).then().statusCode(200).body("good", equalTo(1)).body("faulty", equalTo(2));
        String stranger = People.token(People.of(Role.SUPPLIER, supplier()));
        json(stranger).get(SHEETS + "/" + id).then().statusCode(404);
        json(stranger).post(SHEETS + "/" + id + "/confirmation").then().statusCode(404);
        json(stranger).get(SHEETS + "/" + id + "/corrections").then().statusCode(404);
    }

    @Test
    void processedGoodsNameTheirRawLotsAndServicesTheirGuestsAndBothComeBackToBeMended() {
        String token = People.token(People.of(Role.SUPPLIER, supplier()));
        String sheet = """
                产品名称（中文）,品类,规格,零售价（元）,产地,净重（克）,年可售量,一年可接待（人次或间夜）,原料1：原料,原料1：原料产地,原料1：一年数量（千克）,原料1：交售农户数,原料2：原料,\
                原料2：原料产地,原料2：一年数量（千克）,原料2：收购凭证号
                巴马茶油,农产品加工,500毫升/瓶,80,巴马瑶族自治县,460,8000,,茶籽,巴马瑶族自治县,16000.5,12,茶枯,451224,900,PZ-7
                巴马两日游,乡村旅游,两日/人,300,巴马瑶族自治县,,,1200,,,,,,,,
                巴马茶籽粉,农产品加工,1斤/袋,20,巴马瑶族自治县,500,800,,茶籽,巴马瑶族自治县,许多,12,茶枯,451224,900,
                巴马一日游,乡村旅游,一日/人,100,巴马瑶族自治县,500,,几百,茶籽,巴马瑶族自治县,1,1,,,,
                巴马黑米酥,粮食,1斤/袋,20,巴马瑶族自治县,500,900,30,,,,,,,,
                """;
        String id = upload(token, sheet.getBytes(StandardCharsets.UTF_8))
                .then()
                .statusCode(200)
                .body("good", equalTo(2))
                .body("rows[0].product.rawLots.what", equalTo(List.of("茶籽", "茶枯")))
                .body("rows[0].product.rawLots.countyCode", equalTo(List.of(BAMA, "451224")))
                .body("rows[0].product.rawLots.grams", equalTo(List.of(16_000_500, 900_000)))
                .body("rows[0].product.rawLots[1].document", equalTo("PZ-7"))
                .body("rows[1].product.yearlyCapacity", equalTo(1_200))
                .body("rows[1].product.netWeightGrams", nullValue())
                .body("rows[2].errors.pointer", hasItem("/rows/4/rawLots/0/grams"))
                .body(
                        "rows[3].errors.pointer",
                        hasItems("/rows/5/netWeightGrams", "/rows/5/rawLots/0/what", "/rows/5/places"))
                .body("rows[4].errors.pointer", equalTo(List.of("/rows/6/places")))
                .extract()
                .path("id");
        String corrections = json(token)
                .header("Accept-Language", "zh")
                .get(SHEETS + "/" + id + "/corrections?format=csv")
                .asString();
        assertThat(corrections).contains("原料1：一年数量（千克）：这一项填得不对：许多", "净重（克）：服务不按重量", "一年可接待（人次或间夜）：只有乡村旅游");
        String mended = corrections
                .replace("\"许多\"", "\"1200\"")
                .replace("\"900\",\"\"", "\"900\",\"PZ-8\"")
                .replace("\"500\",\"\",\"几百\",\"茶籽\",\"巴马瑶族自治县\",\"1\",\"1\"", "\"\",\"\",\"300\",\"\",\"\",\"\",\"\"")
                .replace("\"30\"", "\"\"");
        upload(token, mended.getBytes(StandardCharsets.UTF_8))
                .then()
                .statusCode(200)
                .body("rows.errors.flatten()", equalTo(List.of()))
                .body("good", equalTo(3));
        json(token)
                .post(SHEETS + "/" + id + "/confirmation")
                .then()
                .statusCode(200)
                .body("drafts", equalTo(2));
    }

    @Test
    void whatIsWrongWithTheSecondLotIsSaidThereThoughTheFirstIsEmpty() {
        String token = People.token(People.of(Role.SUPPLIER, supplier()));
        String sheet = """
                产品名称（中文）,品类,原料2：原料,原料2：原料产地,原料2：一年数量（千克）
                巴马茶油,农产品加工,茶籽,巴马瑶族自治县,1600
                """;
        upload(token, sheet.getBytes(StandardCharsets.UTF_8))
                .then()
                .statusCode(200)
                .body("rows[0].errors.pointer", equalTo(List.of("/rows/2/rawLots/1/document")));
    }

    @Test
    void aSheetIsUploadedLookedAtAndConfirmedOnPages() {
        Actor actor = People.of(Role.SUPPLIER, supplier());
        Web web = new Web();
        web.get("/sign-in");
        web.post("/sign-in", Map.of("username", actor.username(), "password", People.PASSWORD, "next", ""))
                .then()
                .statusCode(303);
        web.get("/desk/applications/sheets").then().statusCode(200);
        web.upload(
                        "/desk/applications/sheets",
                        Map.of(),
                        "x.csv",
                        "何,物\n1,2\n".getBytes(StandardCharsets.UTF_8),
                        "text/csv")
                .then()
                .statusCode(400)
                .body(containsString("file-error"));
        byte[] xlsx = SheetWriter.xlsx(
                "a",
                List.of(
                        SheetRows.heading("en"),
                        List.of("巴马蜂蜜", "Bama honey", "processed farm product", "500克/瓶", "88"),
                        List.of("", "no name", "fruit")));
        String location = web.upload("/desk/applications/sheets", Map.of(), "goods.xlsx", xlsx, SheetExchange.XLSX)
                .then()
                .statusCode(303)
                .extract()
                .header("Location");
        String sheet = location.substring(location.indexOf("/desk"));
        web.get(sheet).then().statusCode(200).body(allOf(containsString("巴马蜂蜜"), containsString("请填写这一项")));
        web.post(sheet + "/confirmation", Map.of()).then().statusCode(303);
        web.get(sheet).then().body(containsString("已生成 1 份草稿"));
        web.get("/desk/applications").then().body(containsString("巴马蜂蜜"));
        web.get("/desk/applications/sheets/template?format=xlsx").then().statusCode(200);
        web.get("/desk/applications/sheets/template?format=csv").then().body(containsString("产品名称（中文）"));
    }

    private static UUID supplier() {
        UUID cooperative = Suppliers.cooperative(BAMA).id();
        List<UUID> households = Families.register(12, BAMA, HouseholdStatus.REGISTERED_POOR);
        Families.link(cooperative, LinkKind.SHARES, 40, households, 100);
        return cooperative;
    }

    private static io.restassured.response.Response upload(String token, byte[] file) {
        return RestAssured.given()
                .header("Authorization", "Bearer " + token)
                .contentType("application/octet-stream")
                .body(file)
                .post(SHEETS + "?name=goods.csv");
    }

    private static RequestSpecification json(String token) {
        return RestAssured.given().header("Authorization", "Bearer " + token).contentType("application/json");
    }
}
