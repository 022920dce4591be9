package org.bangxiao.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Member;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.RunningCoupons;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Codes of coupons are not there to be guessed. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class CouponCodesHttpTest {
    @AfterAll
    static void stop() {
        RunningCoupons.stop();
    }

    @Test
    void whoTypesTenWrongCodesWaitsAnHourAndRightOnesDoNotCount() throws Exception {
        String code = "TRY" + Long.toString(System.nanoTime(), 36).toUpperCase(Locale.ROOT);
        issue(code);
        Actor person = People.everywhere(Role.CONSUMER);
        Member buyer = new Member(People.token(person));
        OnSale tea = OnSale.keeping(3_000, 50);
        buyer.puts(Map.of(tea, 1));
        for (int n = 0; n < 12; n++) {
            assertThat(buyer.cart(code).getLong("discountFen")).isEqualTo(100);
        }
        assertThat(fault(buyer.orders("WRONG-0"))).isEqualTo("/coupon coupon-unknown");
        ExecutorService guessers = Executors.newFixedThreadPool(4);
        List<Future<Integer>> guesses = new ArrayList<>();
        for (int n = 1; n < 16; n++) {
            String guess = "/api/carts/current?coupon=WRONG-" + n;
            guesses.add(guessers.submit(() -> buyer.as().get(guess).statusCode()));
        }
        List<Integer> answers = new ArrayList<>();
        for (Future<Integer> guess : guesses) {
            answers.add(guess.get());
        }
        guessers.shutdown();
        assertThat(answers.stream().filter(status -> status == 400).count())
                .as("ten in all, however many at once")
                .isEqualTo(9);
        Response slow = buyer.orders(code);
        assertThat(slow.statusCode()).isEqualTo(429);
        assertThat(slow.path("code").toString()).isEqualTo("coupon-slow-down");
        assertThat(Integer.parseInt(slow.header("Retry-After"))).isBetween(3_000, 3_601);
        Web page = Web.signedIn(person);
        page.get("/checkout");
        Response recount = page.post("/checkout", Map.of("recount", "1", "couponCode", "WRONG-99"));
        assertThat(recount.statusCode()).isEqualTo(429);
        assertThat(recount.header("Retry-After")).isNotNull();
        assertThat(recount.asString()).contains("券码输错太多次", "value=\"WRONG-99\"");
        assertThat(buyer.as().get("/api/carts/current?coupon=best").statusCode())
                .as("one that is chosen, not typed")
                .isEqualTo(200);
        Member other = Member.fresh();
        other.puts(Map.of(tea, 1));
        assertThat(fault(other.orders("WRONG-1"))).as("another buyer").isEqualTo("/coupon coupon-unknown");
        Shelf.run("UPDATE promotion_code_try SET since = since - interval '1 hour'");
        assertThat(fault(buyer.orders("WRONG-2"))).as("an hour later").isEqualTo("/coupon coupon-unknown");
        assertThat(buyer.orders(code).statusCode()).isEqualTo(201);
    }

    private static void issue(String code) {
        LocalDate today = LocalDate.now(BusinessClock.CHINA);
        Map<String, Object> coupon = new HashMap<>(Map.of("nameZh", "演示满减", "nameEn", "Demo coupon", "code", code));
        coupon.putAll(Map.of("offFen", 100, "fromFen", 200, "budgetFen", 10_000, "funding", "PLATFORM"));
        coupon.putAll(Map.of("mostUses", 100, "mostPerPerson", 1, "from", today.toString()));
        coupon.put("to", today.plusDays(3).toString());
        People.as(People.everywhere(Role.FINANCE))
                .contentType("application/json")
                .body(coupon)
                .post("/api/desk/coupons")
                .then()
                .statusCode(201);
    }

    private static String fault(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        return answer.path("errors[0].pointer") + " " + answer.path("errors[0].code");
    }
}
