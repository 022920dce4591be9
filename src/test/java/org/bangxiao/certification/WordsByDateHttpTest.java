package org.bangxiao.certification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.assertj.core.api.SoftAssertions;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Certified;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A product of 2020 is 扶贫产品 and one of today 消费帮扶产品, wherever its certificate is spoken of, in both languages. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class WordsByDateHttpTest {
    private static final LocalDate THEN = LocalDate.of(2020, 12, 1);
    private static final String DONGLAN = "451224";
    /** The scheme keeps the name it was passed under. */
    private static final List<String> SCHEME =
            List.of("广西扶贫产品认定方案", "Guangxi scheme for the certification of poverty-relief products");

    /** What is said of a time and must not be said of the other. */
    private enum Time {
        THEN("扶贫产品", "poverty-relief product", "建档立卡贫困户", "registered poor household"),
        NOW("消费帮扶产品", "assistance product", "脱贫户和监测对象", "formerly poor or monitored household");

        final Map<String, String> product;
        final Map<String, String> household;

        Time(String productZh, String productEn, String householdZh, String householdEn) {
            product = Map.of("zh", productZh, "en", productEn);
            household = Map.of("zh", householdZh, "en", householdEn);
        }

        Time other() {
            return this == THEN ? NOW : THEN;
        }
    }

    @Inject
    BusinessClock clock;

    @Inject
    Clockwork clockwork;

    @Inject
    Notices notices;

    @Inject
    Certificates certificates;

    @Inject
    CertificateKeys keys;

    @Inject
    FollowUps followUps;

    @Inject
    Applications applications;

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void everyPageSpeaksOfACertificateInTheWordsOfItsDay() throws IOException {
        Actor region = People.inArea(Role.REGION_OFFICER, "450000");
        Map<Time, Certified.Product> products = new LinkedHashMap<>();
        on(THEN);
        products.put(Time.THEN, named("演示词语旧"));
        clock.reset();
        products.put(Time.NOW, named("演示词语新"));
        SoftAssertions softly = new SoftAssertions();
        for (Time time : Time.values()) {
            Certified.Product product = products.get(time);
            for (String language : List.of("zh", "en")) {
                pages(product, region).forEach((path, reader) -> {
                    String html = reader.queryParam("lang", language)
                            .get(path)
                            .then()
                            .statusCode(200)
                            .extract()
                            .asString();
                    String about = html.substring(html.indexOf("<main"), html.indexOf("</main>"));
                    says(softly, time, language, path, about);
                });
                String page = reader(null)
                        .queryParam("lang", language)
                        .get("/certificates/" + product.certificateNumber())
                        .asString();
                softly.assertThat(page)
                        .contains(time.household.get(language))
                        .doesNotContain(time.other().household.get(language));
            }
            String paper = paper(product.certificateNumber());
            says(softly, time, "zh", "the sheet", paper);
            says(softly, time, "en", "the sheet", paper);
        }
        softly.assertAll();
    }

    @Test
    void aRenewalSpeaksInTheWordsOfItsOwnTime() {
        on(THEN);
        Certified.Product product = named("演示词语续");
        String number = product.certificateNumber();
        LocalDate last = view(number).validTo();
        on(last.minusDays(100));
        ApplicationView renewal = await(() ->
                followUps.renew(product.supplier(), number).chain(id -> applications.submit(product.supplier(), id)));
        Certified.passed(Certified.officer(Role.COUNTY_OFFICER, DONGLAN), renewal);
        on(last.minusDays(60));
        await(() -> clockwork.advance());
        ApplicationView rechecked = await(() -> applications.find(product.supplier(), renewal.id()));
        assertThat(Certified.passed(Certified.officer(Role.REGION_OFFICER, "450000"), rechecked)
                        .state())
                .isEqualTo(ApplicationState.CERTIFIED);
        assertThat(title(number)).as("the old version still holds").isEqualTo("广西扶贫产品认定证书");
        on(last.plusDays(1));
        assertThat(title(number)).isEqualTo("广西消费帮扶产品认定证书");
        assertThat(reader(null).get("/certificates/" + number + "/versions/1").asString())
                .contains(">扶贫产品<");
        assertThat(reader(null).get("/certificates/" + number + "/versions/2").asString())
                .contains(">消费帮扶产品<");
    }

    /** Where a certificate is spoken of, and as whom to go there. */
    private Map<String, RequestSpecification> pages(Certified.Product product, Actor officer) {
        String number = product.certificateNumber();
        CertificateView certificate = view(number);
        String name = certificate.nameZh();
        Map<String, RequestSpecification> pages = new LinkedHashMap<>();
        pages.put("/certificates/" + number, reader(null));
        pages.put("/certificates/" + number + "/versions/1", reader(null));
        pages.put("/verify?c=" + await(() -> keys.code(certificate)), reader(null));
        pages.put("/verify?number=" + name, reader(null));
        pages.put("/notices?words=" + name, reader(null));
        pages.put("/announcements?words=" + name, reader(null));
        for (String posted : posted(product)) {
            pages.put(posted, reader(null));
        }
        pages.put("/desk/certificates?text=" + number, reader(officer));
        return pages;
    }

    private List<String> posted(Certified.Product product) {
        List<String> paths = new ArrayList<>();
        for (NoticeView one : await(() -> notices.ofApplication(product.supplier(), product.applicationId()))) {
            paths.add((one.announcement() ? "/announcements/" : "/notices/") + one.id());
        }
        assertThat(paths).hasSize(2);
        return paths;
    }

    private static void says(SoftAssertions softly, Time time, String language, String where, String text) {
        String word = time.product.get(language);
        String plain = SCHEME.stream().reduce(text, (left, name) -> left.replace(name, ""));
        softly.assertThat(plain).as(where + " in " + language).contains(word);
        softly.assertThat(plain)
                .as(where + " in " + language)
                .doesNotContain(time.other().product.get(language));
    }

    private static RequestSpecification reader(@Nullable Actor actor) {
        return actor == null ? RestAssured.given() : People.as(actor);
    }

    private String title(String number) {
        return reader(null).get("/certificates/" + number).asString().replaceAll("(?s).*<h1>(.*?)</h1>.*", "$1");
    }

    private Certified.Product named(String name) {
        return Certified.product(
                DONGLAN,
                draft -> new ApplicationDraft(
                        name,
                        name + " in English",
                        draft.category(),
                        draft.countyCode(),
                        draft.packageUnit(),
                        draft.netWeightGrams(),
                        draft.priceFen(),
                        draft.yearlyCapacity(),
                        draft.harvestMonths(),
                        draft.perishable(),
                        draft.geographicalIndication(),
                        draft.linkId(),
                        draft.floorFenPerUnit(),
                        draft.dividendBasisPoints()));
    }

    private CertificateView view(String number) {
        return await(() -> certificates.byNumber(number)).orElseThrow();
    }

    private static String paper(String number) throws IOException {
        byte[] pdf = reader(null)
                .get("/certificates/" + number + "/certificate.pdf")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            // Lines break where the paper ends, in Chinese inside a word too.
            return new PDFTextStripper()
                    .getText(document)
                    .replaceAll("\\s+", " ")
                    .replaceAll("(?<=\\p{IsHan}) (?=\\p{IsHan})", "");
        }
    }

    private void on(LocalDate day) {
        clock.travelTo(day.atTime(9, 0).atZone(BusinessClock.CHINA).toInstant());
    }
}
