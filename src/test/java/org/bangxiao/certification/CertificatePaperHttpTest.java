package org.bangxiao.certification;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Await;
import org.bangxiao.support.Certified;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class CertificatePaperHttpTest {
    @Inject
    BusinessClock clock;

    @Inject
    Suspensions suspensions;

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void theSheetSaysWhatThePageSaysInTheWordsOfItsDay() throws IOException {
        Certified.Product now = Certified.product();
        assertThat(text(now.certificateNumber(), "guangxi"))
                .contains(now.certificateNumber(), "消费帮扶产品", "演示脐橙", "东兰县")
                .doesNotContain("广西扶贫产品认定证书");
        given().get("/certificates/" + now.certificateNumber())
                .then()
                .body(allOf(containsString("广西消费帮扶产品认定证书"), not(containsString("广西扶贫产品认定证书"))));
        clock.travelTo(LocalDate.of(2020, 12, 1)
                .atTime(9, 0)
                .atZone(BusinessClock.CHINA)
                .toInstant());
        Certified.Product then = Certified.product();
        clock.reset();
        assertThat(text(then.certificateNumber(), "guangxi-2020")).contains("广西扶贫产品认定证书");
        assertThat(announcement(then)).contains(">扶贫产品<").doesNotContain(">消费帮扶产品<");
        assertThat(announcement(now)).contains(">消费帮扶产品<").doesNotContain(">扶贫产品<");
        given().get("/certificates/" + then.certificateNumber())
                .then()
                .body(allOf(containsString("广西扶贫产品认定证书"), containsString("建档立卡贫困户")));
    }

    @Test
    void aSheetOfTheOtherRegionCarriesItsOwnMark() throws IOException {
        Certified.Product product = Certified.product("360730", draft -> draft);
        assertThat(text(product.certificateNumber(), "jiangxi")).contains(product.certificateNumber(), "江西");
    }

    @Test
    void aRevokedSheetSaysSoInsteadOfTheMark() throws IOException {
        Certified.Product product = Certified.product();
        var region = People.inArea(Role.REGION_OFFICER, "450000");
        Await.await(() -> suspensions.revoke(region, product.certificateNumber(), "弄虚作假"));
        assertThat(text(product.certificateNumber(), "revoked")).contains("证书已撤销");
        given().get("/certificates/GX-2020-451224-AAAAAA-A/certificate.pdf")
                .then()
                .statusCode(404);
    }

    /** The announcement of a product as everybody reads it. */
    private static String announcement(Certified.Product product) {
        String id = given().queryParam("announcements", "true")
                .queryParam("size", "200")
                .get("/api/certification/notices")
                .then()
                .extract()
                .path("items.find { it.certificateNumber == '" + product.certificateNumber() + "' }.id");
        assertThat(id).isNotNull();
        return given().get("/announcements/" + id)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static String text(String number, String name) throws IOException {
        byte[] pdf = given().get("/certificates/" + number + "/certificate.pdf")
                .then()
                .statusCode(200)
                .contentType("application/pdf")
                .extract()
                .asByteArray();
        Files.createDirectories(Path.of("target/papers"));
        Files.write(Path.of("target/papers/" + name + ".pdf"), pdf);
        assertThat(pdf.length).as("only what is used of the typeface").isLessThan(400_000);
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }
}
