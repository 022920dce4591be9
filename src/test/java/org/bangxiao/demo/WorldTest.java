package org.bangxiao.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bangxiao.household.LinkKind;
import org.bangxiao.kernel.CheckCharacter;
import org.junit.jupiter.api.Test;

class WorldTest {
    private static final World DEMO = world(WorldScale.DEMO, WorldSettings.SEED);

    static World world(WorldScale scale, long seed) {
        List<County> counties = ProductRow.all().stream()
                .map(row -> new County(row.countyCode(), row.countyZh(), row.countyCode() + " County"))
                .distinct()
                .toList();
        return World.of(new WorldSettings(
                scale, seed, counties, 200, List.of("partner", "online", "market"), LocalDate.of(2026, 11, 20)));
    }

    @Test
    void theSameSeedMakesTheSameWorld() throws Exception {
        String first = digest(DEMO);
        assertThat(digest(world(WorldScale.DEMO, WorldSettings.SEED))).isEqualTo(first);
        assertThat(digest(world(WorldScale.DEMO, 1))).isNotEqualTo(first);
    }

    @Test
    void hasTheScaleOfTheIssue() {
        assertThat(DEMO.suppliers()).hasSize(150);
        assertThat(DEMO.products()).hasSize(221);
        assertThat(DEMO.products().stream().filter(DemoProduct::certifiable)).hasSize(216);
        assertThat(DEMO.households(Progress.SILENT)).hasSize(6_000);
        assertThat(DEMO.suppliers().stream().map(DemoSupplier::countyCode).distinct())
                .hasSize(50);
        assertThat(DEMO.suppliers().stream()
                        .map(supplier -> supplier.linkKinds().get(0)))
                .containsOnly(LinkKind.WAGES, LinkKind.SHARES, LinkKind.PRODUCE, LinkKind.LAND);
    }

    @Test
    void everyCheckCharacterIsRightAndNobodyCanExist() {
        Set<String> seen = new HashSet<>();
        DEMO.households(Progress.SILENT).forEach(household -> {
            assertThat(CheckCharacter.isIdNumber(household.idNumber())).isTrue();
            assertThat(household.idNumber()).startsWith(household.countyCode());
            assertThat(household.idNumber().substring(6, 10)).isBetween("1840", "1899");
            assertThat(luhn(household.bankAccount())).isTrue();
            assertThat(household.bankAccount()).startsWith("99").hasSize(19);
            assertThat(household.phone()).matches("142\\d{8}");
            assertThat(household.headMasked()).matches(".\\*\\*");
            assertThat(household.headName()).contains("演");
            assertThat(household.members()).isBetween(1, 7);
            assertThat(seen.add(household.idNumber())).isTrue();
            assertThat(seen.add(household.bankAccount())).isTrue();
            assertThat(seen.add(household.phone())).isTrue();
        });
        for (DemoSupplier supplier : DEMO.suppliers()) {
            assertThat(CheckCharacter.isCreditCode(supplier.creditCode())).isTrue();
            assertThat(supplier.creditCode()).startsWith(supplier.type().creditPrefix() + supplier.countyCode());
            assertThat(supplier.nameZh()).endsWith("（演示）");
            assertThat(supplier.nameEn()).endsWith("(demo)");
            assertThat(seen.add(supplier.creditCode())).isTrue();
            assertThat(seen.add(supplier.nameZh())).isTrue();
        }
        World.organisations()
                .forEach(organisation -> assertThat(CheckCharacter.isCreditCode(organisation.creditCode()))
                        .isTrue());
    }

    @Test
    void everyHouseholdLivesInOneVillageOfItsCounty() {
        Map<String, String> names = new HashMap<>();
        DEMO.households(Progress.SILENT).forEach(household -> {
            assertThat(household.villageCode()).hasSize(12).startsWith(household.countyCode());
            names.merge(household.villageCode(), household.villageZh(), (a, b) -> {
                assertThat(a).isEqualTo(b);
                return a;
            });
        });
        Set<String> perCounty = names.entrySet().stream()
                .map(entry -> entry.getKey().substring(0, 6) + entry.getValue())
                .collect(Collectors.toSet());
        assertThat(perCounty).hasSameSizeAs(names.keySet());
        assertThat(DEMO.suppliers()).allMatch(supplier -> names.containsKey(supplier.villageCode()));
    }

    @Test
    void everyCertifiableProductMeetsTheLinkCriterion() {
        int near = 0;
        for (DemoProduct product : DEMO.products()) {
            if (!product.certifiable()) {
                continue;
            }
            DemoSupplier supplier = DEMO.suppliers().get(product.supplier());
            assertThat(supplier.countyCode()).isEqualTo(product.countyCode());
            SupplierTotals totals = DEMO.totals(supplier);
            Map<LinkKind, Long> linked = linked(supplier);
            LinkKind kind = product.agreement().kind();
            long part = linked.getOrDefault(kind, 0L);
            boolean holds = switch (kind) {
                case WAGES -> part * 10 >= totals.workers() || part >= 30;
                case SHARES -> part * 5 >= totals.members();
                case PRODUCE -> part * 10 >= totals.rawMaterialGrams();
                case LAND -> part * 100 >= totals.landSquareMetres() * 15 || part * 3 >= 100_000;
                case ASSET -> false;
            };
            assertThat(holds)
                    .as("%s of %s: %d in %s", product.nameZh(), supplier.nameZh(), part, totals)
                    .isTrue();
            assertThat(totals.of(kind)).isGreaterThanOrEqualTo(part);
            near += part * 1_000 < totals.of(kind) * 210 ? 1 : 0;
        }
        assertThat(near)
                .as("products whose supplier is not far above a threshold")
                .isGreaterThan(30);
    }

    @Test
    void linksStayWithRegisteredHouseholdsOfThePrefecture() {
        Set<List<Object>> seen = new HashSet<>();
        DEMO.links(Progress.SILENT).forEach(link -> {
            DemoHousehold household = DEMO.household(link.household());
            assertThat(household.registered()).isTrue();
            assertThat(household.countyCode().substring(0, 4))
                    .isEqualTo(
                            DEMO.suppliers().get(link.supplier()).countyCode().substring(0, 4));
            assertThat(link.weight()).isPositive();
            assertThat(link.from()).isBefore(LocalDate.of(2025, 11, 20));
            assertThat(seen.add(List.of(link.supplier(), link.household(), link.kind())))
                    .isTrue();
        });
        assertThat(seen).hasSizeBetween(4_000, 10_000);
    }

    @Test
    void agreementsLeaveSomethingToTheSupplier() {
        for (DemoProduct product : DEMO.products()) {
            var terms = product.agreement();
            long shared = product.priceFen() * (terms.feeBasisPoints() + terms.dividendBasisPoints()) / 10_000
                    + terms.floorFenPerUnit();
            assertThat(shared).isLessThan(product.priceFen() / 2);
            assertThat(terms.floorFenPerUnit()).isPositive();
            assertThat(product.yearlyCapacityUnits() * product.priceFen()).isGreaterThanOrEqualTo(50_000_000);
            assertThat((long) product.openingStock()).isBetween(12L, product.yearlyCapacityUnits());
        }
    }

    @Test
    void aMillionHouseholdsStreamQuickly() {
        World big = world(WorldScale.BENCHMARK, WorldSettings.SEED);
        List<Long> steps = new ArrayList<>();
        long started = System.nanoTime();
        long members = big.households((what, done, total) -> steps.add(done))
                .mapToLong(DemoHousehold::members)
                .sum();
        assertThat(steps).hasSizeBetween(100, 101).endsWith(1_080_000L);
        assertThat(members).isCloseTo(1_080_000L * 4, within(100_000L));
        assertThat(big.links(Progress.SILENT).limit(1_000_000).count()).isEqualTo(1_000_000);
        assertThat(big.sales(Progress.SILENT)
                        .limit(500_000)
                        .mapToLong(DemoSale::quantity)
                        .sum())
                .isGreaterThan(500_000);
        assertThat((System.nanoTime() - started) / 1_000_000_000).isLessThan(60);
    }

    @Test
    void salesRunThroughTheYearInSeason() {
        World world = DEMO;
        List<DemoSale> sales = world.sales(Progress.SILENT).toList();
        assertThat(sales)
                .hasSize(8_000)
                .isSortedAccordingTo((a, b) -> a.soldAt().compareTo(b.soldAt()));
        assertThat(sales).allMatch(sale -> world.products().get(sale.product()).certifiable());
        assertThat(sales.get(0).soldAt()).isBefore("2025-11-21T00:00:00Z");
        assertThat(sales.get(7_999).soldAt()).isAfter("2026-11-18T00:00:00Z").isBefore("2026-11-19T16:00:00Z");
    }

    @Test
    void accountsCoverEveryRole() {
        assertThat(World.accounts().stream().map(DemoAccount::role).distinct()).hasSize(14);
        assertThat(World.accounts()).hasSize(15);
    }

    private static Map<LinkKind, Long> linked(DemoSupplier supplier) {
        Map<LinkKind, Long> linked = new EnumMap<>(LinkKind.class);
        DEMO.links(supplier).forEach(link -> {
            boolean persons = link.kind() == LinkKind.WAGES || link.kind() == LinkKind.SHARES;
            linked.merge(link.kind(), persons ? 1L : link.weight(), Long::sum);
        });
        return linked;
    }

    private static String digest(World world) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Stream.of(
                        world.households(Progress.SILENT),
                        world.suppliers().stream(),
                        world.products().stream(),
                        world.links(Progress.SILENT),
                        world.sales(Progress.SILENT))
                .forEach(items ->
                        items.forEach(item -> digest.update(item.toString().getBytes(StandardCharsets.UTF_8))));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static boolean luhn(String number) {
        int sum = 0;
        for (int i = 0; i < number.length(); i++) {
            int digit = number.charAt(number.length() - 1 - i) - '0';
            sum += i % 2 == 0 ? digit : digit * 2 / 10 + digit * 2 % 10;
        }
        return sum % 10 == 0;
    }
}
