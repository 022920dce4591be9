package org.bangxiao.demo;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bangxiao.kernel.Money;

/**
 * One real product of {@code demo/products.csv}; its price is plausible, not official.
 *
 * @param harvestMonths 1 to 12, all twelve where the sheet says {@code all}
 * @param exclusion     why the scheme refuses it, empty for a certifiable product
 */
record ProductRow(
        String countyCode,
        String countyZh,
        String nameZh,
        String nameEn,
        String categoryZh,
        String categoryEn,
        String unit,
        long priceFen,
        List<Integer> harvestMonths,
        boolean perishable,
        boolean geographicalIndication,
        boolean certifiable,
        String exclusion) {
    /** The sheet leaves the tobacco leaf unpriced: the state monopoly buys it at a posted price. About that price. */
    private static final long UNPRICED_FEN = 3_200;

    static List<ProductRow> of(List<County> counties) {
        return in(counties, all());
    }

    /** Invented services of {@code demo/services.csv}, which are sold by the day. */
    static List<ProductRow> services(List<County> counties) {
        return in(counties, Sheet.read("services.csv", ProductRow::of));
    }

    private static List<ProductRow> in(List<County> counties, List<ProductRow> rows) {
        Set<String> codes = counties.stream().map(County::code).collect(Collectors.toSet());
        return rows.stream().filter(row -> codes.contains(row.countyCode())).toList();
    }

    static List<ProductRow> all() {
        return Sheet.read("products.csv", ProductRow::of);
    }

    private static ProductRow of(NamedCsvRecord row) {
        String price = row.getField("price_yuan_plausible_not_official");
        return new ProductRow(
                row.getField("county_code"),
                row.getField("county_zh"),
                row.getField("name_zh"),
                row.getField("name_en"),
                row.getField("category_zh"),
                row.getField("category_en"),
                row.getField("unit"),
                price.isEmpty() ? UNPRICED_FEN : Money.parseYuan(price),
                months(row.getField("harvest_months")),
                row.getField("perishable").equals("yes"),
                row.getField("gi_sourced").equals("yes"),
                row.getField("certifiable_gx").equals("yes"),
                row.getField("exclusion_reason"));
    }

    private static List<Integer> months(String text) {
        return text.equals("all")
                ? IntStream.rangeClosed(1, 12).boxed().toList()
                : Stream.of(text.split(" ")).map(Integer::valueOf).sorted().toList();
    }
}
