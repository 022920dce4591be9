package org.bangxiao.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bangxiao.demo.DemoProduct.AgreementTerms;

/** Gives each real product a supplier of its county, a capacity, a stock and an agreement. */
final class Products {
    /** The 2024 rule asks for goods worth CNY 500,000 a year (DOMAIN 4.1). */
    private static final long LEAST_YEARLY_VALUE_FEN = 50_000_000;

    private static final int MOST_OPENING_STOCK = 5_000;

    private final WorldSettings settings;
    private final Layout layout;
    private final Dice dice;
    private final List<ProductRow> rows;
    private final int[] supplierOf;

    Products(WorldSettings settings, Layout layout, Dice dice, List<ProductRow> rows) {
        this.settings = settings;
        this.layout = layout;
        this.dice = dice;
        this.rows = rows;
        this.supplierOf = suppliers();
    }

    /** Per supplier the category of the first product it sells. */
    List<String> firstCategories() {
        String[] categories = new String[settings.scale().suppliers()];
        for (int i = supplierOf.length - 1; i >= 0; i--) {
            categories[supplierOf[i]] = row(i).categoryZh();
        }
        return List.of(categories);
    }

    List<DemoProduct> all(List<DemoSupplier> suppliers) {
        return IntStream.range(0, supplierOf.length)
                .mapToObj(number -> product(number, suppliers.get(supplierOf[number])))
                .toList();
    }

    /** Beside the goods, numbered after them: each by its county's first supplier. */
    List<DemoProduct> services(List<ProductRow> services, List<DemoSupplier> suppliers) {
        return IntStream.range(0, services.size())
                .mapToObj(i -> product(
                        supplierOf.length + i,
                        services.get(i),
                        "",
                        suppliers.stream()
                                .filter(one ->
                                        one.countyCode().equals(services.get(i).countyCode()))
                                .findFirst()
                                .orElseThrow()))
                .toList();
    }

    private ProductRow row(int number) {
        return rows.get(number % rows.size());
    }

    /** Neighbours by category share a supplier, so that a tea company does not sell fish. */
    private int[] suppliers() {
        int[] suppliers = new int[settings.scale().products()];
        for (int county = 0; county < layout.counties.size(); county++) {
            String code = layout.counties.get(county).code();
            List<Integer> numbers = new ArrayList<>(IntStream.range(0, suppliers.length)
                    .filter(i -> row(i).countyCode().equals(code))
                    .boxed()
                    .toList());
            numbers.sort(
                    Comparator.comparing((Integer i) -> row(i).categoryZh()).thenComparing(i -> i));
            for (int place = 0; place < numbers.size(); place++) {
                int position = (int) ((long) place * layout.suppliers[county] / numbers.size());
                suppliers[numbers.get(place)] = layout.firstSupplier[county] + position;
            }
        }
        return suppliers;
    }

    private DemoProduct product(int number, DemoSupplier supplier) {
        int variant = number / rows.size();
        return product(number, row(number), variant == 0 ? "" : " " + (variant + 1), supplier);
    }

    private DemoProduct product(int number, ProductRow row, String mark, DemoSupplier supplier) {
        SplittableRandom random = dice.of("product", number);
        Optional<UnitText.NetWeight> weight = UnitText.netWeight(row.unit());
        long value = LEAST_YEARLY_VALUE_FEN * (10 + random.nextInt(50)) / 10;
        long capacity =
                (value / (row.priceFen() * 10) + 1) * 10 * settings.scale().capacityFactor();
        long stock = Math.min(capacity / 100 * (2 + random.nextInt(6)), MOST_OPENING_STOCK)
                * settings.scale().capacityFactor();
        return new DemoProduct(
                number,
                supplier.number(),
                row.countyCode(),
                row.nameZh() + mark,
                row.nameEn() + mark,
                row.categoryZh(),
                row.categoryEn(),
                row.unit(),
                weight.map(UnitText.NetWeight::grams).orElse(null),
                weight.map(UnitText.NetWeight::approximate).orElse(false),
                row.priceFen(),
                row.harvestMonths(),
                row.perishable(),
                row.geographicalIndication(),
                row.certifiable(),
                row.exclusion(),
                capacity,
                Math.toIntExact(Math.max(stock, 12)),
                terms(row, supplier, random));
    }

    private AgreementTerms terms(ProductRow row, DemoSupplier supplier, SplittableRandom random) {
        int floorBasisPoints = 200 + 50 * random.nextInt(10);
        long floor = Math.max(1, row.priceFen() * floorBasisPoints / 10_000);
        int dividend = 400 + 50 * random.nextInt(16);
        return new AgreementTerms(supplier.linkKinds().get(0), settings.feeBasisPoints(), floor, dividend);
    }
}
