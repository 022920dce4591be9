package org.bangxiao.certification;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class CatalogueImportDbTest {
    private static final String HEADING = "catalogueBatch,externalId,product,supplier,creditCode,countyCode,category,"
            + "yearlyValueYuan,personsHelped,announcedOn,validTo\r\n";

    @Inject
    CatalogueImports imports;

    @Test
    void aFileIsTriedThenTakenAndTheSameFileOrRowAgainChangesNothing() {
        Actor region = People.inArea(Role.REGION_OFFICER, "450000");
        String batch = "演示批次-" + UUID.randomUUID().toString().substring(0, 8);
        byte[] file = bytes(HEADING + row(batch, "A1", "演示香菇") + row(batch, "A2", "演示\"木耳\",一级"));
        CatalogueImports.Report dry = await(() -> imports.take(region, file, null));
        assertThat(dry.faults()).isEmpty();
        assertThat(dry.added()).isEqualTo(2);
        assertThat(dry.taken()).isFalse();
        assertThat(count(region, batch)).as("a dry run writes nothing").isZero();

        assertThatThrownBy(() -> await(() -> imports.take(region, bytes(HEADING), dry.sha256())))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("catalogue-other-file"));
        CatalogueImports.Report taken = await(() -> imports.take(region, file, dry.sha256()));
        assertThat(taken.taken()).isTrue();
        assertThat(taken.added()).isEqualTo(2);
        CatalogueImports.Report again = await(() -> imports.take(region, file, dry.sha256()));
        assertThat(again.taken()).as("the same file").isFalse();
        byte[] more = bytes(HEADING + row(batch, "A1", "演示香菇改名") + row(batch, "A3", "演示红薯干"));
        CatalogueImports.Report second = await(() -> imports.take(region, more, null));
        assertThat(second.known()).isEqualTo(1);
        assertThat(await(() -> imports.take(region, more, second.sha256())).added())
                .isEqualTo(1);
        List<CatalogueEntry> entries = entries(region, batch);
        assertThat(entries).extracting(CatalogueEntry::externalId).containsExactlyInAnyOrder("A1", "A2", "A3");
        assertThat(entries).extracting(CatalogueEntry::nameZh).contains("演示香菇", "演示\"木耳\",一级");
        given().get("/verify?number=" + entries.get(0).number())
                .then()
                .statusCode(200)
                .body(allOf(containsString("全国目录产品"), containsString(batch)));
    }

    @Test
    void everyFaultSaysItsRowAndColumnAndNothingOfTheFileIsTaken() {
        Actor region = People.inArea(Role.REGION_OFFICER, "450000");
        String good = row("坏批次", "B1", "演示香菇");
        byte[] file = bytes(HEADING
                + good
                + good
                + "\r\n"
                + good.replace("B1", "B2").replace("451224", "110101")
                + good.replace("B1", "B3").replace("100.50", "一百").replace("2026-12-31", "2019-01-01"));
        CatalogueImports.Report report = await(() -> imports.take(region, file, null));
        assertThat(report.faults())
                .extracting(CatalogueFile.Fault::row, CatalogueFile.Fault::column, CatalogueFile.Fault::code)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(3, "externalId", "catalogue-row-twice"),
                        org.assertj.core.groups.Tuple.tuple(5, "countyCode", "county-unknown"),
                        org.assertj.core.groups.Tuple.tuple(6, "yearlyValueYuan", "field-invalid"),
                        org.assertj.core.groups.Tuple.tuple(6, "validTo", "field-invalid"));
        assertThatThrownBy(() -> await(() -> imports.take(region, file, report.sha256())))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("catalogue-faults"));
        assertThat(count(region, "坏批次")).isZero();
        byte[] other = bytes("a,b\r\n1,2");
        assertThatThrownBy(() -> await(() -> imports.take(region, other, null)))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.errors().get(0).code()).isEqualTo("catalogue-heading"));
    }

    private long count(Actor region, String batch) {
        return entries(region, batch).size();
    }

    private List<CatalogueEntry> entries(Actor region, String batch) {
        return await(() -> imports.page(region, null, 10_000)).items().stream()
                .filter(entry -> entry.catalogueBatch().equals(batch))
                .toList();
    }

    private static String row(String batch, String id, String product) {
        return batch + "," + id + ",\"" + product.replace("\"", "\"\"") + "\",演示合作社," + Suppliers.creditCode()
                + ",451224,食用菌,100.50,12,2020-10-01,2026-12-31\r\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
