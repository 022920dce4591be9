package org.bangxiao.certification;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.Actor;
import org.bangxiao.support.Families;
import org.bangxiao.support.Web;

/** What a supplier does when applying, over pages and JSON. */
final class Applying {
    static final String BAMA = "451227";
    static final String APPLICATIONS = "/api/certification/applications";

    private Applying() {}

    static Web signedIn(Actor actor) {
        Web web = Web.signedIn(actor);
        web.get("/desk/applications/new").then().statusCode(200);
        return web;
    }

    static String version(Web web, String home) {
        return web.get(home + "/pieces/product")
                .asString()
                .replaceAll("(?s).*name=\"version\" value=\"(\\d+)\".*", "$1");
    }

    static String to(Response redirect) {
        String location = redirect.then().statusCode(303).extract().header("Location");
        return location.substring(location.indexOf("/desk"));
    }

    static String opened(String token, Map<String, Object> body) {
        return json(token)
                .body(body)
                .post(APPLICATIONS)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    static RequestSpecification json(String token) {
        return RestAssured.given().header("Authorization", "Bearer " + token).contentType("application/json");
    }

    static Map<String, Object> whole(UUID organisation, String nameZh) {
        List<UUID> households = Families.register(12, BAMA, HouseholdStatus.REGISTERED_POOR);
        UUID link = Families.link(organisation, LinkKind.SHARES, 40, households, 100);
        return Map.of(
                "nameZh",
                nameZh,
                "category",
                "grain",
                "countyCode",
                BAMA,
                "packageUnit",
                "1斤/袋",
                "netWeightGrams",
                500,
                "priceFen",
                3_000,
                "yearlyCapacity",
                2_000,
                "harvestMonths",
                List.of(9, 10),
                "linkId",
                link,
                "floorFenPerUnit",
                200);
    }

    /** A small picture, another one for each number. */
    static byte[] png(int number) {
        BufferedImage picture = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(number % 40, number / 40, 0xC23A12);
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            ImageIO.write(picture, "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
