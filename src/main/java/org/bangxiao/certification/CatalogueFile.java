package org.bangxiao.certification;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bangxiao.kernel.CheckCharacter;
import org.bangxiao.kernel.Money;
import org.bangxiao.region.Category;
import org.bangxiao.region.PolicyPack;
import org.jspecify.annotations.Nullable;

/**
 * A batch of the national catalogue (全国扶贫产品目录) as comma separated values, read row by row. The heading names the
 * columns; each fault says its row, column and reason, and a row with a fault is not taken.
 */
public final class CatalogueFile {
    static final List<String> COLUMNS = List.of(
            "catalogueBatch",
            "externalId",
            "product",
            "supplier",
            "creditCode",
            "countyCode",
            "category",
            "yearlyValueYuan",
            "personsHelped",
            "announcedOn",
            "validTo");

    private static final int MOST_ROWS = 20_000;
    private static final int FIRST_ROW = 2;

    /** @param row counted from the heading, which is row 1 */
    record Row(
            int row,
            String catalogueBatch,
            String externalId,
            String nameZh,
            String supplier,
            String creditCode,
            String countyCode,
            String category,
            long yearlyValueFen,
            int personsHelped,
            LocalDate announcedOn,
            LocalDate validTo) {}

    /** @param code message key under {@code problem.} */
    public record Fault(int row, String column, String code, String value) {}

    private final List<Row> rows = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final PolicyPack pack;
    private int row = FIRST_ROW;

    private CatalogueFile(PolicyPack pack) {
        this.pack = pack;
    }

    static CatalogueFile read(byte[] bytes, PolicyPack pack) {
        CatalogueFile file = new CatalogueFile(pack);
        List<List<String>> lines = SheetFile.csv(bytes, MOST_ROWS);
        if (lines.isEmpty() || !new HashSet<>(lines.get(0)).containsAll(COLUMNS)) {
            file.faults.add(new Fault(1, "", "catalogue-heading", String.join(", ", COLUMNS)));
            return file;
        }
        List<String> heading = lines.get(0);
        Set<String> seen = new HashSet<>();
        for (List<String> cells : lines.subList(1, lines.size())) {
            if (cells.stream().anyMatch(cell -> !cell.isEmpty())) {
                Map<String, String> named = new HashMap<>();
                for (int i = 0; i < heading.size(); i++) {
                    named.put(heading.get(i), i < cells.size() ? cells.get(i) : "");
                }
                file.take(named, seen);
            }
            file.row++;
        }
        return file;
    }

    List<Row> rows() {
        return rows;
    }

    List<Fault> faults() {
        return faults;
    }

    /** What is wrong with the file itself, so that no row of it was read. */
    @Nullable
    Fault ofTheWhole() {
        return faults.stream()
                .filter(fault -> fault.column().isEmpty())
                .findFirst()
                .orElse(null);
    }

    private void take(Map<String, String> cells, Set<String> seen) {
        int before = faults.size();
        String batch = text(cells, "catalogueBatch", 1, 60);
        String external = text(cells, "externalId", 1, 60);
        String product = text(cells, "product", 2, 60);
        String supplier = text(cells, "supplier", 2, 80);
        String credit = text(cells, "creditCode", 18, 18);
        check(
                "creditCode",
                credit,
                credit.length() != 18 || CheckCharacter.isCreditCode(credit),
                "credit-code-invalid");
        String county = text(cells, "countyCode", 6, 6);
        check("countyCode", county, county.length() != 6 || pack.county(county).isPresent(), "county-unknown");
        String category = text(cells, "category", 1, 60);
        Optional<Category> known = pack.category(category);
        check("category", category, category.isEmpty() || known.isPresent(), "category-unknown");
        long value = number(cells, "yearlyValueYuan");
        long persons = whole(cells, "personsHelped");
        LocalDate announced = day(cells, "announcedOn");
        LocalDate validTo = day(cells, "validTo");
        check("validTo", validTo.toString(), !validTo.isBefore(announced), "field-invalid");
        check("externalId", external, seen.add(batch + "\u001f" + external), "catalogue-row-twice");
        if (faults.size() == before) {
            rows.add(new Row(
                    row,
                    batch,
                    external,
                    product,
                    supplier,
                    credit,
                    county,
                    known.map(Category::id).orElse(category),
                    value,
                    Math.toIntExact(persons),
                    announced,
                    validTo));
        }
    }

    private String text(Map<String, String> cells, String column, int least, int most) {
        String value = cells.getOrDefault(column, "");
        if (value.isEmpty()) {
            faults.add(new Fault(row, column, "field-required", ""));
        } else if (value.length() < least || value.length() > most) {
            faults.add(new Fault(row, column, "field-invalid", value));
        }
        return value;
    }

    private long number(Map<String, String> cells, String column) {
        String value = cells.getOrDefault(column, "");
        try {
            long fen = Money.parseYuan(value);
            check(column, value, fen > 0, "field-invalid");
            return fen;
        } catch (IllegalArgumentException | ArithmeticException e) {
            faults.add(new Fault(row, column, "field-invalid", value));
            return 0;
        }
    }

    private long whole(Map<String, String> cells, String column) {
        String value = cells.getOrDefault(column, "");
        boolean good = value.matches("[1-9][0-9]{0,8}");
        check(column, value, good, "field-invalid");
        return good ? Long.parseLong(value) : 0;
    }

    private LocalDate day(Map<String, String> cells, String column) {
        String value = cells.getOrDefault(column, "");
        try {
            return LocalDate.parse(value);
        } catch (DateTimeException e) {
            faults.add(new Fault(row, column, "field-invalid", value));
            return LocalDate.EPOCH;
        }
    }

    private void check(String column, String value, boolean good, String code) {
        if (!good) {
            faults.add(new Fault(row, column, code, value));
        }
    }
}
