package org.bangxiao.catalogue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Papers;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.junit.jupiter.api.Test;

/** A product is handed on as a picture whose code leads back to its page. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class PosterHttpTest {
    private static final Path LOOKED_AT = Path.of("target/screenshots");

    @Test
    void thePictureLeadsToThePageItCameFromAndIsDrawnAnewOnlyForOtherWords() throws IOException {
        Shelf.Goods goods =
                Shelf.put(Shelf.Item.of("演示会传开的特大无籽红心蜜柚礼盒装", "Demo pomelo, red and without seeds, in a gift box"));
        String address = "/products/" + goods.listingId() + "/poster.png";
        assertThat(given().get("/products/" + goods.listingId()).asString()).contains("href=\"" + address + "\"");
        Response bare = given().get(address + "?lang=zh");
        BufferedImage picture = looked(bare, "poster");
        assertThat(picture.getWidth()).isEqualTo(750);
        assertThat(read(picture)).endsWith("/products/" + goods.listingId());
        String tag = bare.header("ETag");
        given().header("If-None-Match", tag).get(address + "?lang=zh").then().statusCode(304);
        assertThat(given().get(address + "?lang=en").header("ETag")).isNotEqualTo(tag);

        Shelf.run("UPDATE catalogue_listing SET households = 12 WHERE id = ?", goods.listingId());
        People.as(People.of(Role.SUPPLIER, goods.organisationId()))
                .contentType("image/jpeg")
                .body(Papers.jpeg(900, 600))
                .queryParam("altZh", "演示")
                .post("/api/listings/" + goods.listingId() + "/pictures")
                .then()
                .statusCode(201);
        Response pictured = given().get(address + "?lang=en");
        BufferedImage larger = looked(pictured, "poster-pictured");
        assertThat(larger.getHeight()).isEqualTo(picture.getHeight() + 750);
        assertThat(read(larger)).endsWith("/products/" + goods.listingId());
        given().get("/products/" + UUID.randomUUID() + "/poster.png").then().statusCode(404);
        Shelf.whileSuspended(goods, () -> given().get(address).then().statusCode(404));
    }

    private static BufferedImage looked(Response answer, String name) throws IOException {
        answer.then().statusCode(200).contentType("image/png");
        Files.createDirectories(LOOKED_AT);
        Files.write(LOOKED_AT.resolve(name + ".png"), answer.asByteArray());
        return ImageIO.read(new ByteArrayInputStream(answer.asByteArray()));
    }

    private static String read(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
        try {
            return new QRCodeReader()
                    .decode(
                            new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))),
                            Map.of(DecodeHintType.TRY_HARDER, true))
                    .getText();
        } catch (ReaderException e) {
            throw new IllegalStateException(e);
        }
    }
}
