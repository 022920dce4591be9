package org.bangxiao.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The two packs that the service is built with, read as it reads them. */
class PolicyPackTest {
    private static final LocalDate SUMMER_2020 = LocalDate.of(2020, 9, 1);
    private static final PolicyPacks PACKS = new PolicyPacks(Optional.empty());
    private static final PolicyPack GUANGXI = PACKS.current("450000");
    private static final PolicyPack JIANGXI = PACKS.current("360000");

    @Test
    void bothPacksAreWholeAndFoundByArea() {
        assertThat(PACKS.all()).extracting(PolicyPack::key).containsExactly("guangxi", "jiangxi");
        assertThat(PACKS.forArea("451223")).contains(GUANGXI);
        assertThat(PACKS.forArea("451223101201")).contains(GUANGXI);
        assertThat(PACKS.forArea("360781")).contains(JIANGXI);
        assertThat(PACKS.forArea("440300")).isEmpty();
        assertThatThrownBy(() -> PACKS.current("440000")).hasMessageContaining("440000");
        assertThat(GUANGXI.version()).matches("[0-9a-f]{64}").isNotEqualTo(JIANGXI.version());
        assertThat(new PolicyPacks(Optional.empty()).current("450000").version())
                .isEqualTo(GUANGXI.version());
        assertThat(GUANGXI.markSvg()).startsWith("<svg");
    }

    @Test
    void aYearWhoseHolidaysNobodyHasToldIsNamedAndCountedByWeekendsOnly() {
        WorkingDays days = GUANGXI.workingDays();
        assertThat(days.unknownYears(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31)))
                .isEmpty();
        assertThat(days.unknownYears(LocalDate.of(2026, 12, 28), LocalDate.of(2027, 1, 4)))
                .containsExactly(2027);
        // Tuesday to Friday and the Monday after: the new year's day counts, because nobody has said that it is free.
        assertThat(days.after(LocalDate.of(2026, 12, 28), 5)).isEqualTo(LocalDate.of(2027, 1, 4));
        assertThat(days.after(LocalDate.of(2025, 12, 30), 3))
                .as("free until Saturday, worked on Sunday")
                .isEqualTo(LocalDate.of(2026, 1, 5));
    }

    @Test
    void countiesAndPairingsOfTheYear2020() {
        assertThat(GUANGXI.counties()).hasSize(50);
        assertThat(JIANGXI.counties()).hasSize(25);
        assertThat(GUANGXI.pairingsOn(SUMMER_2020)).hasSize(33);
        assertThat(JIANGXI.pairings()).isEmpty();
        assertThat(GUANGXI.pairingsOn(SUMMER_2020).stream()
                        .collect(Collectors.groupingBy(p -> p.partnerCity().en(), Collectors.counting())))
                .hasSize(5)
                .containsEntry("Shenzhen", 17L)
                .containsEntry("Maoming", 5L)
                .containsEntry("Zhanjiang", 3L)
                .containsEntry("Jiangmen", 4L)
                .containsEntry("Zhaoqing", 4L);
        List<County> supervised = GUANGXI.counties().stream()
                .filter(c -> c.in("supervised-2020", SUMMER_2020))
                .toList();
        assertThat(supervised).hasSize(8).allMatch(c -> c.in("deep-poverty", SUMMER_2020));
        assertThat(supervised).noneMatch(c -> c.in("supervised-2020", LocalDate.of(2021, 1, 1)));
        assertThat(GUANGXI.counties().stream().filter(c -> c.in("key-assistance-2021", LocalDate.of(2026, 1, 1))))
                .hasSize(20);
    }

    @Test
    void aPairingIsTheOneOfItsTime() {
        assertThat(partner("450329", SUMMER_2020)).contains("肇庆市");
        assertThat(partner("450329", LocalDate.of(2024, 6, 1))).contains("深圳市");
        assertThat(unit("451321", SUMMER_2020)).contains("信宜市");
        assertThat(unit("451321", LocalDate.of(2023, 6, 1))).contains("化州市");
        assertThat(partner("451025", SUMMER_2020))
                .as("by the code Jingxi had before")
                .contains("深圳市");
        assertThat(partner("451221", SUMMER_2020))
                .as("a regional county has none")
                .isEmpty();
        assertThat(partner("451222", LocalDate.of(2026, 1, 1))).isEmpty();
    }

    @Test
    void aCodeThatChangedFindsItsCounty() {
        assertThat(GUANGXI.county("451021")).map(County::code).contains("451003");
        assertThat(GUANGXI.county("451003"))
                .map(c -> c.codeOn(LocalDate.of(2018, 1, 1)))
                .contains("451021");
        assertThat(GUANGXI.county("451003"))
                .map(c -> c.nameOn(LocalDate.of(2018, 1, 1)).zh())
                .contains("田阳县");
        assertThat(GUANGXI.countyOn("451023", LocalDate.of(2019, 12, 25)))
                .map(c -> c.name().zh())
                .contains("平果市");
        assertThat(GUANGXI.countyOn("451023", LocalDate.of(2019, 12, 26))).isEmpty();
        assertThat(GUANGXI.countyOn("451082", LocalDate.of(2019, 12, 25))).isEmpty();
        assertThat(GUANGXI.countyOn("451082", LocalDate.of(2019, 12, 26))).isPresent();
        assertThat(JIANGXI.county("361121")).map(County::code).contains("361104");
        assertThat(GUANGXI.county("459999")).isEmpty();
        assertThat(GUANGXI.areaName("451200").map(Label::zh)).contains("河池市");
        assertThat(GUANGXI.areaName("450000").map(Label::zh)).contains("广西壮族自治区");
    }

    @Test
    void exactlyTheFiveRefusedProductsAreExcluded() throws IOException {
        List<String> wrong = new ArrayList<>();
        int refused = 0;
        int rows = 0;
        for (NamedCsvRecord row : products()) {
            rows++;
            Category category = GUANGXI.category(row.getField("category_zh")).orElseThrow();
            assertThat(category.name().en()).isEqualTo(row.getField("category_en"));
            assertThat(GUANGXI.countyOn(row.getField("county_code"), LocalDate.of(2026, 1, 1)))
                    .isPresent();
            String reason =
                    GUANGXI.exclusionOf(category.id(), row.getField("name_zh")).orElse("");
            if (!reason.equals(row.getField("exclusion_reason"))) {
                wrong.add(row.getField("name_zh") + " " + reason);
            }
            refused += reason.isEmpty() ? 0 : 1;
        }
        assertThat(wrong).isEmpty();
        assertThat(rows).isEqualTo(220);
        assertThat(refused).isEqualTo(5);
        assertThat(GUANGXI.categories()).hasSize(13);
        assertThat(GUANGXI.exclusionOf("ethnic-handicraft", "侗族竹编酒壶")).isEmpty();
        assertThat(GUANGXI.exclusionOf("ethnic-handicraft", "酒壶装米酒")).contains("alcohol");
        assertThat(GUANGXI.exclusionOf("livestock-and-poultry", "竹鼠肉")).contains("land-wild-animal");
        assertThat(GUANGXI.exclusion("alcohol").orElseThrow().text().in("en")).isNotBlank();
    }

    @Test
    void theWordsAreThoseOfTheDay() {
        assertThat(GUANGXI.wordsOn(LocalDate.of(2020, 12, 31)).product().zh()).isEqualTo("扶贫产品");
        assertThat(GUANGXI.wordsOn(LocalDate.of(2021, 1, 1)).product().zh()).isEqualTo("消费帮扶产品");
        assertThat(GUANGXI.wordsOn(LocalDate.of(2021, 1, 1)).county().zh()).isEqualTo("脱贫县");
        assertThat(GUANGXI.certificateOn(SUMMER_2020).title().zh()).isEqualTo("广西扶贫产品认定证书");
        assertThat(GUANGXI.certificateOn(LocalDate.of(2026, 1, 1)).title().zh()).isEqualTo("广西消费帮扶产品认定证书");
        assertThat(GUANGXI.certificateOn(SUMMER_2020).toString()).doesNotContain("{");
    }

    @Test
    void aNoticeEndsOnItsLastCountedDay() {
        ReviewStep notice = GUANGXI.reviewStep("county-notice");
        assertThat(GUANGXI.endOfNotice(LocalDate.of(2026, 6, 3), notice))
                .as("a Wednesday; the weekend does not count")
                .isEqualTo(LocalDate.of(2026, 6, 10));
        assertThat(GUANGXI.endOfNotice(LocalDate.of(2026, 9, 30), notice))
                .as("National Day, then a Saturday worked in exchange")
                .isEqualTo(LocalDate.of(2026, 10, 13));
        assertThat(JIANGXI.endOfNotice(LocalDate.of(2026, 6, 3), JIANGXI.reviewStep("city-notice")))
                .isEqualTo(LocalDate.of(2026, 6, 10));
        assertThatThrownBy(() -> GUANGXI.endOfNotice(SUMMER_2020, GUANGXI.reviewStep("announcement")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theStepsOfTheTwoRegionsDiffer() {
        assertThat(GUANGXI.reviewSteps())
                .extracting(ReviewStep::id)
                .containsExactly("county-review", "county-notice", "city-review", "region-recheck", "announcement");
        assertThat(JIANGXI.reviewSteps()).extracting(ReviewStep::id).contains("city-notice");
        assertThat(GUANGXI.reviewStepAfter("county-review").map(ReviewStep::id)).contains("county-notice");
        assertThat(GUANGXI.reviewStepAfter("announcement")).isEmpty();
        assertThat(GUANGXI.scheme().lastDay(LocalDate.of(2026, 3, 1))).isEqualTo(LocalDate.of(2028, 2, 29));
    }

    @Test
    void theCriteriaHoldAtTheirThresholds() {
        Criterion workers = GUANGXI.criterion("workers").orElseThrow();
        assertThat(workers.link()).isEqualTo(LinkKind.WAGES);
        assertThat(workers.metBy(10, 100)).isTrue();
        assertThat(workers.metBy(9, 100)).isFalse();
        assertThat(workers.metBy(30, 1000)).isTrue();
        assertThat(workers.metBy(29, 1000)).isFalse();
        assertThat(workers.metBy(0, 0)).isFalse();
        Criterion members = GUANGXI.criterion("members").orElseThrow();
        assertThat(members.metBy(20, 100)).isTrue();
        assertThat(members.metBy(199, 1000)).isFalse();
        Criterion land = GUANGXI.criterion("land").orElseThrow();
        assertThat(land.metBy(33_333, 10_000_000)).isTrue();
        assertThat(land.metBy(33_332, 10_000_000)).isFalse();
        assertThat(GUANGXI.evidenceFor("fruit"))
                .extracting(EvidenceDocument::id)
                .contains("promise-certificate");
        assertThat(GUANGXI.evidenceFor("processed-farm-product"))
                .extracting(EvidenceDocument::id)
                .contains("food-licence");
        assertThat(GUANGXI.channels()).hasSize(6);
        assertThat(GUANGXI.targets()).extracting(Target::count).containsExactly(1000, 100, 60);
        assertThat(GUANGXI.priceBand().holds(1200, 1000)).isTrue();
        assertThat(GUANGXI.priceBand().holds(1201, 1000)).isFalse();
    }

    private static Optional<String> partner(String county, LocalDate day) {
        return GUANGXI.pairingOn(county, day).map(p -> p.partnerCity().zh());
    }

    private static Optional<String> unit(String county, LocalDate day) {
        return GUANGXI.pairingOn(county, day)
                .map(Pairing::unit)
                .map(u -> Objects.requireNonNull(u).zh());
    }

    private static List<NamedCsvRecord> products() throws IOException {
        InputStream file =
                Objects.requireNonNull(PolicyPackTest.class.getClassLoader().getResourceAsStream("demo/products.csv"));
        try (CsvReader<NamedCsvRecord> csv =
                CsvReader.builder().ofNamedCsvRecord(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return csv.stream().toList();
        }
    }

    @Test
    void levelsTheirOfficersAndTermsAreTheRegionsOwn() {
        assertThat(GUANGXI.levels()).extracting(Level::id).containsExactly("COUNTY", "CITY", "REGION");
        assertThat(JIANGXI.levels()).extracting(Level::id).containsExactly("COUNTY", "CITY", "PROVINCE");
        assertThat(JIANGXI.level("PROVINCE").officers()).containsExactly("region-officer");
        assertThat(GUANGXI.levelAbove("COUNTY").id()).isEqualTo("CITY");
        assertThat(GUANGXI.levelAbove("REGION").id()).as("the highest").isEqualTo("REGION");
        ReviewStep county = GUANGXI.reviewStep("county-review");
        LocalDate eve = LocalDate.of(2026, 9, 30);
        assertThat(GUANGXI.lastDay(eve, 2, county.calendar()))
                .as("the National Day week does not count, the Saturday worked in exchange does")
                .isEqualTo(LocalDate.of(2026, 10, 9));
        assertThat(GUANGXI.lastDay(eve, 3, county.calendar())).isEqualTo(LocalDate.of(2026, 10, 10));
        assertThat(JIANGXI.lastDay(eve, 3, JIANGXI.reviewStep("county-review").calendar()))
                .as("natural days")
                .isEqualTo(LocalDate.of(2026, 10, 3));
    }

    @Test
    void supervisedCountiesGoFirstWhileTheyAreSupervised() {
        assertThat(GUANGXI.goesFirst("450225", LocalDate.of(2020, 11, 20))).isTrue();
        assertThat(GUANGXI.goesFirst("450225", LocalDate.of(2020, 11, 21))).isFalse();
        assertThat(GUANGXI.goesFirst("450225", LocalDate.of(2021, 8, 1))).isTrue();
        assertThat(GUANGXI.goesFirst("450123", LocalDate.of(2020, 11, 20))).isFalse();
        assertThat(JIANGXI.goesFirst("360724", LocalDate.of(2020, 11, 20))).isFalse();
    }
}
