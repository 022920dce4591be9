package org.bangxiao.sale;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.bangxiao.support.Await.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.bangxiao.platform.Tx;
import org.bangxiao.support.Goods;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class SaleHttpTest {
    @Inject
    Sales sales;

    @Inject
    Tx tx;

    @Test
    void anybodyWithTheIdSeesWhereTheMoneyWentAndTheProof() {
        Goods goods = Goods.certified(100);
        List<SaleDraft> drafts = List.of(
                goods.sale(UUID.randomUUID().toString(), 2, 10_000),
                goods.sale(UUID.randomUUID().toString(), 1, 5_000));
        RecordedSale sale = await(() -> tx.write(connection -> sales.record(connection, drafts)))
                .get(0);

        get("/api/sales/" + sale.id())
                .then()
                .statusCode(200)
                .body("grossFen", equalTo(10_000))
                .body("legs.find { it.leg == 'DIVIDEND' }.amountFen", equalTo(910))
                .body("legs.amountFen.sum()", equalTo(10_000));
        get("/api/sales/" + sale.id() + "/proof")
                .then()
                .statusCode(200)
                .body("record", startsWith("bangxiao sale 1\nid=" + sale.id() + "\nsource=test\n"))
                .body("recordSha256", equalTo(sale.recordSha256()))
                .body("contentPath.size()", equalTo(1));
        given().get("/sales/" + sale.id() + "?lang=en")
                .then()
                .statusCode(200)
                .body(containsString("Where this money went"))
                .body(containsString("81.90"));
        get("/sales/" + sale.id() + "/proof")
                .then()
                .statusCode(200)
                .body(containsString(sale.id().toString()));
        get("/sales/" + sale.id() + "?lang=en&table=1")
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .header("Content-Disposition", containsString("attachment"))
                .body(containsString("\"9.10\",\"9.10%\"\r\n"))
                .body(not(containsString("<")));
        get("/sales/" + sale.id() + "?table=2").then().statusCode(200).contentType("text/html");
        get("/api/sales/" + UUID.randomUUID()).then().statusCode(404);
        get("/sales/" + UUID.randomUUID() + "/proof").then().statusCode(404);
    }
}
