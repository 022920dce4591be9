package org.bangxiao.demo;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The demo world at one scale. Suppliers and products are held, households, links and sales are made while they are
 * read: a stream needs the same memory for six thousand households as for a million.
 */
public final class World {
    private final WorldSettings settings;
    private final Households households;
    private final Links links;
    private final Sales sales;
    private final List<DemoSupplier> suppliers;
    private final List<DemoProduct> goods;
    private final List<DemoProduct> services;

    private World(WorldSettings settings) {
        this.settings = settings;
        List<ProductRow> rows = ProductRow.of(settings.counties());
        Layout layout = new Layout(settings.scale(), settings.counties(), rows);
        Dice dice = new Dice(settings.seed());
        Words words = new Words();
        Products assigned = new Products(settings, layout, dice, rows);
        households = new Households(settings.scale(), layout, dice, words);
        suppliers = new Suppliers(settings.scale(), layout, dice, words).all(assigned.firstCategories());
        goods = assigned.all(suppliers);
        services = assigned.services(ProductRow.services(settings.counties()), suppliers);
        links = new Links(settings, layout, dice, households);
        sales = new Sales(settings, dice, goods);
    }

    public static World of(WorldSettings settings) {
        return new World(settings);
    }

    public WorldSettings settings() {
        return settings;
    }

    public List<DemoSupplier> suppliers() {
        return suppliers;
    }

    /** Goods, of which sales are made up, and the services after them. */
    public List<DemoProduct> products() {
        return Stream.concat(goods.stream(), services.stream()).toList();
    }

    /** What is sold by day and places. */
    public List<DemoProduct> services() {
        return services;
    }

    /** The county's first supplier, which is always a cooperative. */
    public DemoSupplier firstCooperative(String countyCode) {
        return suppliers.stream()
                .filter(supplier -> supplier.countyCode().equals(countyCode))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no supplier in " + countyCode));
    }

    /** The n-th household, made alone. */
    public DemoHousehold household(int number) {
        return households.household(number);
    }

    /** All households, county by county and village by village. */
    public Stream<DemoHousehold> households(Progress progress) {
        int count = settings.scale().households();
        return progress.watch("households", count, IntStream.range(0, count).mapToObj(households::household));
    }

    /** The supplier's links; a household appears at most once per kind. */
    public Stream<BenefitLink> links(DemoSupplier supplier) {
        return links.of(supplier);
    }

    /** All links, supplier by supplier; progress counts suppliers. */
    public Stream<BenefitLink> links(Progress progress) {
        return progress.watch("links", suppliers.size(), suppliers.stream()).flatMap(links::of);
    }

    /** The supplier's totals, over which its first kind of link meets the criterion. */
    public SupplierTotals totals(DemoSupplier supplier) {
        return links.totals(supplier);
    }

    /** The year's sales, in order of time. */
    public Stream<DemoSale> sales(Progress progress) {
        long count = settings.scale().sales();
        return progress.watch("sales", count, LongStream.range(0, count).mapToObj(sales::sale));
    }

    /** The organisations that are no suppliers. */
    public static List<DemoOrganisation> organisations() {
        return Sheet.read(
                "organisations.csv",
                row -> new DemoOrganisation(
                        row.getField("key"),
                        row.getField("kind"),
                        row.getField("area_code"),
                        Codes.creditCode(
                                row.getField("credit_prefix"),
                                row.getField("area_code"),
                                900_000 + Math.toIntExact(row.getStartingLineNumber())),
                        row.getField("name_zh"),
                        row.getField("name_en")));
    }

    /** The demo accounts, one per role and two for finance. */
    public static List<DemoAccount> accounts() {
        return Sheet.read(
                "accounts.csv",
                row -> new DemoAccount(
                        row.getField("username"),
                        row.getField("role"),
                        DemoAccount.ScopeKind.valueOf(row.getField("scope_kind")),
                        row.getField("scope"),
                        row.getField("name_zh"),
                        row.getField("name_en")));
    }
}
