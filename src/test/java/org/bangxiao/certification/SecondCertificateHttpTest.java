package org.bangxiao.certification;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class SecondCertificateHttpTest {
    @Inject
    BusinessClock clock;

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void aGreenFoodCertificateIsShownOnceTheCountyConfirmedItAndAsLongAsItHolds() throws IOException {
        OnSale goods = OnSale.product(3_990, 5);
        String number = goods.product().certificateNumber();
        LocalDate last = clock.today().plusDays(30);
        String own = "LB-" + goods.listingId().toString().substring(0, 8);
        Actor supplier = goods.product().supplier();
        enter(supplier, number, own, last, false).statusCode(400).body(containsString("请填写这一项"));
        enter(supplier, number, own, last, true).statusCode(303);
        enter(supplier, number, own, last, true).statusCode(400).body(containsString("已经录入过"));
        given().get("/certificates/" + number).then().body(not(containsString(own)));
        given().get("/products/" + goods.listingId()).then().body(not(containsString(own)));

        Web county = Web.signedIn(People.inArea(Role.COUNTY_OFFICER, "451224"));
        String page = "/desk/certificates/" + number + "/others";
        String shown = county.get(page).then().statusCode(200).extract().asString();
        Matcher id = Pattern.compile("others/([0-9a-f-]{36})/decision").matcher(shown);
        org.assertj.core.api.Assertions.assertThat(id.find()).isTrue();
        county.get(page + "/" + id.group(1) + "/document").then().statusCode(200);
        Web.signedIn(People.inArea(Role.COUNTY_OFFICER, "451223"))
                .get(page + "/" + id.group(1) + "/document")
                .then()
                .statusCode(404);
        county.get(page);
        county.post(page + "/" + id.group(1) + "/decision", java.util.Map.of("outcome", "CONFIRMED", "reason", ""))
                .then()
                .statusCode(303);
        county.get(page);
        county.post(page + "/" + id.group(1) + "/decision", java.util.Map.of("outcome", "REFUSED", "reason", "晚了"))
                .then()
                .statusCode(409);
        given().get("/certificates/" + number).then().body(allOf(containsString("绿色食品"), containsString(own)));
        given().get("/products/" + goods.listingId()).then().body(allOf(containsString("绿色食品"), containsString(own)));
        clock.travelTo(last.plusDays(1).atTime(9, 0).atZone(BusinessClock.CHINA).toInstant());
        given().get("/certificates/" + number).then().body(not(containsString(own)));
        given().get("/products/" + goods.listingId()).then().body(not(containsString(own)));
    }

    private static ValidatableResponse enter(
            Actor supplier, String number, String own, LocalDate last, boolean withFile) throws IOException {
        Web web = Web.signedIn(supplier);
        String page = web.get("/desk/certificates/" + number + "/others").asString();
        Matcher csrf = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"").matcher(page);
        org.assertj.core.api.Assertions.assertThat(csrf.find()).isTrue();
        var request = given().redirects()
                .follow(false)
                .cookie("session", web.cookie("session"))
                .cookie("csrf-token", web.cookie("csrf-token"))
                .multiPart("csrf", csrf.group(1))
                .multiPart("kind", "green-food")
                .multiPart("own-number", own)
                .multiPart("validFrom", "2025-01-01")
                .multiPart("validTo", last.toString());
        if (withFile) {
            request.multiPart("file", "proof.png", picture(), "image/png");
        }
        return request.post("/desk/certificates/" + number + "/others").then();
    }

    private static byte[] picture() throws IOException {
        BufferedImage image = new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB);
        image.setRGB(3, 3, (int) System.nanoTime());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
