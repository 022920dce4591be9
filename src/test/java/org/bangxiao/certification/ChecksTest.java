package org.bangxiao.certification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.bangxiao.household.CountedBefore;
import org.bangxiao.household.LinkFigures;
import org.bangxiao.household.LinkKind;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pack's thresholds, just under, at and just over. */
class ChecksTest {
    private static final LocalDate DAY = LocalDate.of(2020, 8, 3);
    private static final UUID LINK = UUID.randomUUID();

    private final PolicyPack guangxi = new PolicyPacks(Optional.empty()).current("450000");

    @ParameterizedTest
    @CsvSource({
        // workers: 10 % of all labour, or 30 persons
        "WAGES, 100, 9, 0, NOT_MET",
        "WAGES, 100, 10, 0, MET",
        "WAGES, 100, 11, 0, MET",
        "WAGES, 1000, 29, 0, NOT_MET",
        "WAGES, 1000, 30, 0, MET",
        "WAGES, 1000, 31, 0, MET",
        // members: 20 % of all members, however many
        "SHARES, 1000, 199, 0, NOT_MET",
        "SHARES, 1000, 200, 0, MET",
        "SHARES, 1000, 201, 0, MET",
        "SHARES, 100000, 19999, 0, NOT_MET",
        // raw material: 10 % by weight, people do not matter
        "PRODUCE, 1000000, 50, 99999, NOT_MET",
        "PRODUCE, 1000000, 1, 100000, MET",
        "PRODUCE, 1000000, 1, 100001, MET",
        // land: 15 %, or 50 mu
        "LAND, 100000, 1, 14999, NOT_MET",
        "LAND, 100000, 1, 15000, MET",
        "LAND, 100000, 1, 15001, MET",
        "LAND, 1000000, 1, 33332, NOT_MET",
        "LAND, 1000000, 1, 33333, MET",
        "LAND, 1000000, 1, 33334, MET",
    })
    void theLinkIsJudgedByThePacksThresholds(
            LinkKind kind, long whole, long persons, long weight, Check.Result expected) {
        LinkFigures figures = new LinkFigures(LINK, UUID.randomUUID(), kind, DAY, whole, persons, weight, 12, 12);
        List<Check> checks = Checks.of(guangxi, product("东兰板栗", 3_000), facts(figures, Facts.Like.NOTHING, DAY));
        assertThat(one(checks, "link").result()).isEqualTo(expected);
        assertThat(Checks.allowPass(checks)).isEqualTo(expected == Check.Result.MET);
        assertThat(Checks.criterion(checks).isPresent()).isEqualTo(expected == Check.Result.MET);
    }

    @Test
    void aShareIsRoundedDownWhenShown() {
        LinkFigures figures =
                new LinkFigures(LINK, UUID.randomUUID(), LinkKind.SHARES, DAY, 100_000, 19_999, 0, 12, 12);
        List<Check> checks = Checks.of(guangxi, product("东兰板栗", 3_000), facts(figures, Facts.Like.NOTHING, DAY));
        assertThat(one(checks, "link").figures()).contains("19.99%");
    }

    @ParameterizedTest
    @CsvSource({"799, REMARK", "800, MET", "1000, MET", "1200, MET", "1201, REMARK"})
    void aPriceFarFromTheMedianIsRemarked(long fenPerJin, Check.Result expected) {
        List<Check> checks =
                Checks.of(guangxi, product("东兰板栗", fenPerJin), facts(enough(), new Facts.Like("板栗", 1_000, 3), DAY));
        assertThat(one(checks, "price").result()).isEqualTo(expected);
        assertThat(Checks.allowPass(checks)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "板栗, 3, REMARK, price-outside",
        "板栗, 2, OPEN, price-few",
        "板栗, 0, OPEN, price-few",
        ", 0, OPEN, price-unlike"
    })
    void wherePricesCannotBeComparedNothingIsSaidForOrAgainst(
            @Nullable String variety, int likeGoods, Check.Result expected, String code) {
        Facts.Like like = new Facts.Like(variety, 1_000, likeGoods);
        Check price = one(Checks.of(guangxi, product("东兰板栗", 9_999), facts(enough(), like, DAY)), "price");
        assertThat(price.result()).isEqualTo(expected);
        assertThat(price.code()).isEqualTo(code);
        assertThat(price.outcome()).isEqualTo(expected == Check.Result.OPEN ? Check.Outcome.NONE : Check.Outcome.WARN);
        assertThat(price.subject().en()).isEqualTo(variety == null ? "fruit" : "chestnut");
    }

    @Test
    void aCodeThatIsNoLongerInUseIsNotEntitled() {
        // Jingxi became a city with another code.
        LocalDate later = LocalDate.of(2020, 8, 3);
        ApplicationDraft before = product("靖西大果山楂", 1_000, "451025");
        ApplicationDraft after = product("靖西大果山楂", 1_000, "451081");
        assertThat(one(Checks.of(guangxi, before, facts(enough(), Facts.Like.NOTHING, later)), "origin")
                        .result())
                .isEqualTo(Check.Result.NOT_MET);
        assertThat(one(Checks.of(guangxi, after, facts(enough(), Facts.Like.NOTHING, later)), "origin")
                        .result())
                .isEqualTo(Check.Result.MET);
    }

    private static Facts facts(LinkFigures figures, Facts.Like like, LocalDate on) {
        return new Facts(figures, CountedBefore.NOBODY, like, List.of(), Set.of(), on);
    }

    private static LinkFigures enough() {
        return new LinkFigures(LINK, UUID.randomUUID(), LinkKind.SHARES, DAY, 100, 50, 0, 12, 12);
    }

    private static Check one(List<Check> checks, String id) {
        return checks.stream()
                .filter(check -> check.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static ApplicationDraft product(String nameZh, long priceFen) {
        return product(nameZh, priceFen, "451224");
    }

    private static ApplicationDraft product(String nameZh, long priceFen, String county) {
        return new ApplicationDraft(
                nameZh, "", "fruit", county, "1斤/袋", 500L, priceFen, 1_000, List.of(9), false, false, LINK, 0, null);
    }

    @ParameterizedTest
    @CsvSource({
        "processed-farm-product, 东兰墨米酒, alcohol",
        "processed-farm-product, 东兰墨米 酒, alcohol",
        "ethnic-handicraft, 东兰酒壶, ''",
        "ethnic-handicraft, 东兰酒壶装米酒, alcohol",
        "processed-farm-product, 靖西烤烟, tobacco",
        "livestock-and-poultry, 东兰竹鼠, land-wild-animal",
        "fruit, 凭祥互市榴莲, border-trade",
        "fruit, 东兰进口香蕉, border-trade",
        "fruit, 东兰板栗, ''",
    })
    void whatTheSchemeExcludesIsFoundByTheNamesWords(String category, String name, String exclusion) {
        ApplicationDraft product = with(product("东兰板栗", 1_000), "category", category, "nameZh", name);
        assertThat(Checks.excluded(guangxi, product).map(found -> found.id()).orElse(""))
                .isEqualTo(exclusion);
        assertThat(one(Checks.of(guangxi, product, facts(enough(), Facts.Like.NOTHING, DAY)), "exclusion")
                        .outcome())
                .isEqualTo(exclusion.isEmpty() ? Check.Outcome.PASS : Check.Outcome.FAIL);
    }

    @Test
    void aProtectedNameNeedsItsLicence() {
        ApplicationDraft product = product("东兰 乌鸡（整只）", 1_000);
        assertThat(one(Checks.of(guangxi, product, facts(enough(), Facts.Like.NOTHING, DAY)), "name")
                        .code())
                .isEqualTo("name-unlicensed");
        assertThat(Checks.allowPass(Checks.of(guangxi, product, facts(enough(), Facts.Like.NOTHING, DAY))))
                .isFalse();
        Facts licensed = new Facts(
                enough(),
                CountedBefore.NOBODY,
                Facts.Like.NOTHING,
                List.of(),
                Set.of("geographical-indication-licence"),
                DAY);
        assertThat(one(Checks.of(guangxi, product, licensed), "name").outcome()).isEqualTo(Check.Outcome.PASS);
        assertThat(Checklist.needed(guangxi, product, enough()))
                .contains("geographical-indication-licence", "member-list");
        assertThat(Checklist.needed(guangxi, product("东兰板栗", 1_000), null))
                .doesNotContain("geographical-indication-licence", "member-list");
    }

    @ParameterizedTest
    @CsvSource({
        "true, 1斤/袋, 500, duplicate-same, FAIL",
        "true, １斤／袋, 500, duplicate-same, FAIL",
        "true, 2斤/袋, 1000, duplicate-package, WARN",
        "false, 1斤/袋, 500, duplicate-county, WARN",
    })
    void theSameProductTwiceIsRefusedAndANamesakeLookedAt(
            boolean own, String unit, long grams, String code, Check.Outcome outcome) {
        Facts facts = new Facts(
                enough(),
                CountedBefore.NOBODY,
                Facts.Like.NOTHING,
                List.of(new Facts.Twin(UUID.randomUUID(), own, unit, grams)),
                Set.of(),
                DAY);
        Check check = one(Checks.of(guangxi, product("东兰板栗", 1_000), facts), "duplicate");
        assertThat(check.code()).isEqualTo(code);
        assertThat(check.outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"1500, 1000, within", "1501, 1000, over", "1000, 1000, within", "999, 1000, under"})
    void theRetailPriceStandsNearTheBulkPrice(long price, long bulk, String variant) {
        ApplicationDraft product = with(product("东兰板栗", price), "bulkPriceFen", bulk);
        assertThat(one(Checks.of(guangxi, product, facts(enough(), Facts.Like.NOTHING, DAY)), "bulk")
                        .variant())
                .isEqualTo(variant);
    }

    @ParameterizedTest
    // 1 000 units at 10 yuan are 10 000 yuan; the declared value may be 20 % off.
    @CsvSource({"1250000, near", "1250001, apart", "833334, near", "833333, apart", ", computed"})
    void quantityTimesPriceAgreesWithTheDeclaredValue(Long declared, String variant) {
        ApplicationDraft product = with(product("东兰板栗", 1_000), "yearlyValueFen", declared);
        assertThat(one(Checks.of(guangxi, product, facts(enough(), Facts.Like.NOTHING, DAY)), "value")
                        .variant())
                .isEqualTo(variant);
    }

    @Test
    void theLeastYearlyValueHoldsFromItsDay() {
        ApplicationDraft product = product("东兰板栗", 49_999);
        LocalDate after = LocalDate.of(2024, 3, 19);
        assertThat(one(Checks.of(guangxi, product, facts(enough(), Facts.Like.NOTHING, after)), "value")
                        .code())
                .isEqualTo("value-small");
        assertThat(one(Checks.of(guangxi, product, facts(enough(), Facts.Like.NOTHING, after.minusDays(1))), "value")
                        .outcome())
                .isEqualTo(Check.Outcome.PASS);
        assertThat(one(Checks.of(guangxi, product("东兰板栗", 50_000), facts(enough(), Facts.Like.NOTHING, after)), "value")
                        .outcome())
                .isEqualTo(Check.Outcome.PASS);
    }

    @ParameterizedTest
    @CsvSource({"30, 0, MET", "32, 2, MET", "31, 2, NOT_MET", "30, 1, NOT_MET"})
    void workersWhoCountElsewhereAreLeftOut(long persons, long before, Check.Result expected) {
        LinkFigures figures = new LinkFigures(LINK, UUID.randomUUID(), LinkKind.WAGES, DAY, 1_000, persons, 0, 20, 20);
        Facts facts = new Facts(
                figures, new CountedBefore((int) before, before), Facts.Like.NOTHING, List.of(), Set.of(), DAY);
        List<Check> checks = Checks.of(guangxi, product("东兰板栗", 1_000), facts);
        assertThat(one(checks, "link").result()).isEqualTo(expected);
        assertThat(one(checks, "people").code()).isEqualTo(before == 0 ? "people-once" : "people-twice");
    }

    @Test
    void rawLotsFromElsewhereAreSeen() {
        ApplicationDraft product = with(product("东兰茶油", 1_000), "category", "processed-farm-product");
        ApplicationDraft foreign = DraftText.with(
                product,
                DraftText.tree(new ApplicationDraft(
                                "",
                                "",
                                "",
                                "",
                                "",
                                null,
                                0,
                                0,
                                List.of(),
                                false,
                                false,
                                null,
                                0,
                                null,
                                null,
                                null,
                                null,
                                List.of(
                                        new RawLot("茶籽", "451224", 500_000, 3, ""),
                                        new RawLot("茶籽", "440300", 1, 0, "A1"))))
                        .retain("rawLots"));
        assertThat(one(Checks.of(guangxi, foreign, facts(enough(), Facts.Like.NOTHING, DAY)), "lots")
                        .code())
                .isEqualTo("lots-foreign");
    }

    @Test
    void anAreaIsJudgedWhereThePackKnowsWhatAMuYields(@TempDir Path folder) throws IOException {
        copy(Path.of("certification"), folder);
        Path pack = folder.resolve("guangxi/pack.yaml");
        String text = Files.readString(pack);
        String fruit = "name: {zh: 水果, en: fruit}\n    productGroup: EDIBLE_PRIMARY\n";
        assertThat(text).contains(fruit);
        Files.writeString(pack, text.replace(fruit, fruit + "    mostKilogramsPerMu: 2000\n"));
        PolicyPack knowing = new PolicyPacks(Optional.of(folder.toString())).current("450000");
        // 1 000 units of 500 g are 500 kg: on 1/4 mu that is 2 000 kg a mu.
        ApplicationDraft at = with(product("东兰板栗", 1_000), "areaSquareMetres", 167L);
        ApplicationDraft over = with(product("东兰板栗", 1_000), "areaSquareMetres", 166L);
        Facts facts = facts(enough(), Facts.Like.NOTHING, DAY);
        assertThat(one(Checks.of(knowing, at, facts), "area").code()).isEqualTo("area-within");
        assertThat(one(Checks.of(knowing, over, facts), "area").code()).isEqualTo("area-over");
        assertThat(one(Checks.of(guangxi, over, facts), "area").code()).isEqualTo("area-unknown");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static ApplicationDraft with(ApplicationDraft draft, Object... fields) {
        ObjectNode some = DraftText.empty();
        for (int i = 0; i < fields.length; i += 2) {
            some.set(String.valueOf(fields[i]), new ObjectMapper().valueToTree(fields[i + 1]));
        }
        return DraftText.with(draft, some);
    }
}
