package org.bangxiao.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.sql.SQLException;
import java.util.Map;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Bought;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A buyer takes the own data along and closes the account; what others wait for is finished first. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class OwnAccountHttpTest {
    private static final String PHONE = "13800001234";
    private static final Map<String, String> RECEIVER =
            Map.of("receiver", "演示顾客", "phone", PHONE, "address", "广东省深圳市福田区演示路 1 号");

    /** Failed tries count for the address, which whoever tests next comes from too. */
    @AfterEach
    void forgetFailedSignIns() throws SQLException {
        SettledProvince.run("DELETE FROM identity_login_failure");
    }

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void theFileHoldsWhatIsOnesOwnInTheClearAndItsReadingIsWrittenDown() throws SQLException {
        Actor member = People.everywhere(Role.CONSUMER);
        Bought.byMember(member, OnSale.product(3_990, 5));
        People.as(member).contentType("application/json").body(RECEIVER).post("/api/addresses");
        mailTo(member);
        Web browser = Web.signedIn(member);
        browser.get("/account/data");
        JsonPath data = browser.post("/account/data/file", Map.of())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(data.getString("account.username")).isEqualTo(member.username());
        assertThat(data.getList("purchases.orders.lines.amountFen").toString()).contains("3990");
        assertThat(data.getString("addresses[0].phone")).isEqualTo(PHONE);
        assertThat(data.getString("mail.address")).isEqualTo(member.username() + "@mail.example");
        assertThat(deeds(member, "account-data-read")).isEqualTo(1);
        assertThat(deeds(member, "address-read")).isEqualTo(1);
        Actor stranger = People.everywhere(Role.CONSUMER);
        Web other = Web.signedIn(stranger);
        other.get("/account/data");
        assertThat(other.post("/account/data/file", Map.of()).asString())
                .doesNotContain(member.username())
                .doesNotContain("3990");
    }

    @Test
    void anAccountIsClosedOnceEverythingIsFinishedAndIsNobodysThen() throws SQLException {
        Actor member = People.everywhere(Role.CONSUMER);
        OnSale goods = OnSale.product(3_990, 5);
        String order = Bought.byMember(member, goods);
        People.as(member).contentType("application/json").body(RECEIVER).post("/api/addresses");
        mailTo(member);
        Web browser = Web.signedIn(member);
        browser.get("/account/data");
        assertThat(close(browser, People.PASSWORD, 409)).contains("还有没办完的订单");
        People.as(goods.product().supplier())
                .contentType("application/json")
                .body(Map.of("carrier", "演示快递", "trackingNumber", "DEMO1"))
                .post("/api/orders/" + order + "/shipment");
        People.as(member).contentType("application/json").post("/api/orders/" + order + "/receipt");
        assertThat(close(browser, "not-the-password", 401)).as("the form again").contains("name=\"password\"");
        close(browser, People.PASSWORD, 303);
        assertThat(browser.get("/account").statusCode()).as("signed out").isEqualTo(303);
        Web again = new Web();
        again.get("/sign-in");
        assertThat(again.post("/sign-in", Map.of("username", member.username(), "password", People.PASSWORD))
                        .statusCode())
                .isEqualTo(401);
        assertThat(SettledProvince.number("SELECT count(*) FROM identity_account WHERE username = '" + member.username()
                        + "' OR display_name = '" + member.displayName() + "'"))
                .isZero();
        assertThat(SettledProvince.number(
                        "SELECT count(*) FROM order_address WHERE account_id = '" + member.accountId() + "'"))
                .isZero();
        assertThat(SettledProvince.number(
                        "SELECT count(*) FROM notice_address WHERE account_id = '" + member.accountId() + "'"))
                .isZero();
        assertThat(SettledProvince.number(
                        "SELECT count(*) FROM order_purchase WHERE account_id = '" + member.accountId() + "'"))
                .as("the books keep what was bought")
                .isEqualTo(1);
        assertThat(deeds(member, "account-close")).isEqualTo(1);
    }

    @Test
    void whoActsForOthersDoesNotCloseTheirAccount() {
        Web officer = Web.signedIn(People.inArea(Role.COUNTY_OFFICER, "451224"));
        officer.get("/account/data");
        assertThat(close(officer, People.PASSWORD, 409)).contains("请找管理员");
    }

    /** No mail server listens here: the address is kept all the same, and waits for its link. */
    private static void mailTo(Actor member) {
        People.as(member)
                .contentType("application/json")
                .body(Map.of("address", member.username() + "@mail.example"))
                .put("/api/account/mail")
                .then()
                .statusCode(503);
    }

    private static String close(Web browser, String password, int status) {
        return browser.post("/account/data/close", Map.of("password", password))
                .then()
                .statusCode(status)
                .extract()
                .asString();
    }

    private static long deeds(Actor actor, String action) throws SQLException {
        return SettledProvince.number("SELECT count(*) FROM platform_audit WHERE account_id = '" + actor.accountId()
                + "' AND action = '" + action + "'");
    }
}
