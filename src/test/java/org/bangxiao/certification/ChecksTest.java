package org.bangxiao.certification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bangxiao.household.CountedBefore;
import org.bangxiao.household.LinkFigures;
import org.bangxiao.household.LinkKind;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.junit.jupiter.api.Test;
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
        List<Check> checks = Checks.of(guangxi, product("东兰板栗", 3_000), facts(figures, new Facts.Like(0, 0), DAY));
        assertThat(one(checks, "link").result()).isEqualTo(expected);
        assertThat(Checks.allowPass(checks)).isEqualTo(expected == Check.Result.MET);
        assertThat(Checks.criterion(checks).isPresent()).isEqualTo(expected == Check.Result.MET);
    }

    @Test
    void aShareIsRoundedDownWhenShown() {
        LinkFigures figures =
                new LinkFigures(LINK, UUID.randomUUID(), LinkKind.SHARES, DAY, 100_000, 19_999, 0, 12, 12);
        List<Check> checks = Checks.of(guangxi, product("东兰板栗", 3_000), facts(figures, new Facts.Like(0, 0), DAY));
        assertThat(one(checks, "link").figures()).contains("19.99%");
    }

    @ParameterizedTest
    @CsvSource({"799, REMARK", "800, MET", "1000, MET", "1200, MET", "1201, REMARK"})
    void aPriceFarFromTheMedianIsRemarked(long fenPerJin, Check.Result expected) {
        List<Check> checks =
                Checks.of(guangxi, product("东兰板栗", fenPerJin), facts(enough(), new Facts.Like(1_000, 3), DAY));
        assertThat(one(checks, "price").result()).isEqualTo(expected);
        assertThat(Checks.allowPass(checks)).isTrue();
    }

    @Test
    void twoLikeProductsSayNothingAboutAPrice() {
        List<Check> checks = Checks.of(guangxi, product("东兰板栗", 9_999), facts(enough(), new Facts.Like(1_000, 2), DAY));
        assertThat(one(checks, "price").result()).isEqualTo(Check.Result.OPEN);
    }

    @Test
    void aCodeThatIsNoLongerInUseIsNotEntitled() {
        // Jingxi became a city with another code.
        LocalDate later = LocalDate.of(2020, 8, 3);
        ApplicationDraft before = product("靖西大果山楂", 1_000, "451025");
        ApplicationDraft after = product("靖西大果山楂", 1_000, "451081");
        assertThat(one(Checks.of(guangxi, before, facts(enough(), new Facts.Like(0, 0), later)), "origin")
                        .result())
                .isEqualTo(Check.Result.NOT_MET);
        assertThat(one(Checks.of(guangxi, after, facts(enough(), new Facts.Like(0, 0), later)), "origin")
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
}
