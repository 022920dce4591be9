package org.bangxiao.certification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.certification.Applying.APPLICATIONS;
import static org.bangxiao.certification.Applying.BAMA;
import static org.bangxiao.certification.Applying.json;
import static org.bangxiao.certification.Applying.opened;
import static org.bangxiao.certification.Applying.signedIn;
import static org.bangxiao.certification.Applying.whole;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.GreenCases;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.Test;

/** An office that writes REFUSE into its pack takes in no application with a paper missing. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
@TestProfile(RefusedAtTheDoorHttpTest.RefusingOffice.class)
class RefusedAtTheDoorHttpTest {
    /** The packs as they are, but for one word of Guangxi's. */
    public static class RefusingOffice implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path packs = Files.createTempDirectory("packs");
                for (String region : List.of("guangxi", "jiangxi")) {
                    Path to = Files.createDirectory(packs.resolve(region));
                    try (Stream<Path> files = Files.list(Path.of("certification", region))) {
                        for (Path file : files.toList()) {
                            Files.copy(file, to.resolve(file.getFileName()));
                        }
                    }
                }
                Path pack = packs.resolve("guangxi/pack.yaml");
                String text = Files.readString(pack);
                Files.writeString(pack, text.replace("missingEvidence: REMARK", "missingEvidence: REFUSE"));
                return Map.of("bangxiao.packs.dir", packs.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void whatLacksIsNamedAtItsFieldAndWithEveryPaperItIsTakenIn() {
        UUID cooperative = Suppliers.cooperative(BAMA).id();
        Actor supplier = People.of(Role.SUPPLIER, cooperative);
        String token = People.token(supplier);
        String id = opened(token, whole(cooperative, "巴马黑米"));
        json(token)
                .post(APPLICATIONS + "/" + id + "/submission")
                .then()
                .statusCode(400)
                .body("errors.code", everyItem(equalTo("evidence-missing")))
                .body("errors.pointer", hasItems("/evidence/business-licence", "/evidence/member-list"))
                .body("errors.pointer", not(hasItems("/evidence/food-licence")));
        Web web = signedIn(supplier);
        web.get("/desk/applications/" + id + "/pieces/check");
        Response page = web.post("/desk/applications/" + id + "/submission", Map.of("promise", "true"));
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.asString())
                .contains("id=\"business-licence-error\"", "id=\"member-list-error\"", "还有必需的材料没有提交")
                .doesNotContain("id=\"food-licence-error\"");
        json(token).get(APPLICATIONS + "/" + id).then().body("state", equalTo("DRAFT"));

        GreenCases.complete(supplier, UUID.fromString(id));
        json(token)
                .post(APPLICATIONS + "/" + id + "/submission")
                .then()
                .statusCode(200)
                .body("state", equalTo("IN_REVIEW"));
    }
}
