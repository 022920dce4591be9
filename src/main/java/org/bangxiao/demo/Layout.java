package org.bangxiao.demo;

import java.util.Arrays;
import java.util.List;
import org.bangxiao.kernel.Allocation;

/** How many products, suppliers and households each county has, and which numbers are theirs. */
final class Layout {
    final List<County> counties;
    final int[] products;
    final int[] suppliers;
    final int[] households;
    final int[] firstSupplier;
    final int[] firstHousehold;

    Layout(WorldScale scale, List<County> all, List<ProductRow> rows) {
        counties = all.stream()
                .filter(county -> rows.stream().anyMatch(row -> row.countyCode().equals(county.code())))
                .toList();
        products = new int[counties.size()];
        for (int i = 0; i < scale.products(); i++) {
            products[countyOf(rows.get(i % rows.size()))]++;
        }
        long[] further = Arrays.stream(products).mapToLong(count -> count - 1L).toArray();
        suppliers = share(scale.suppliers() - counties.size(), further, "suppliers");
        Arrays.setAll(suppliers, county -> suppliers[county] + 1);
        households = share(
                scale.households(), Arrays.stream(suppliers).asLongStream().toArray(), "households");
        firstSupplier = firsts(suppliers);
        firstHousehold = firsts(households);
    }

    int countyOf(ProductRow row) {
        for (int i = 0; i < counties.size(); i++) {
            if (counties.get(i).code().equals(row.countyCode())) {
                return i;
            }
        }
        throw new IllegalStateException("no county " + row.countyCode() + " for " + row.nameZh());
    }

    int countyOfSupplier(int supplier) {
        return last(firstSupplier, supplier);
    }

    int countyOfHousehold(int household) {
        return last(firstHousehold, household);
    }

    /** The next county of the same prefecture, or the county itself where it is the only one. */
    int neighbour(int county) {
        for (int step = 1; step < counties.size(); step++) {
            int other = (county + step) % counties.size();
            if (counties.get(other).prefecture().equals(counties.get(county).prefecture())) {
                return other;
            }
        }
        return county;
    }

    private static int[] share(int whole, long[] weights, String what) {
        long[] keys = new long[weights.length];
        Arrays.setAll(keys, i -> i);
        return Arrays.stream(Allocation.byLargestRemainder(whole, weights, keys, what))
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    private static int[] firsts(int[] counts) {
        int[] firsts = new int[counts.length];
        for (int i = 1; i < counts.length; i++) {
            firsts[i] = firsts[i - 1] + counts[i - 1];
        }
        return firsts;
    }

    private static int last(int[] firsts, int number) {
        int found = Arrays.binarySearch(firsts, number);
        return found >= 0 ? found : -found - 2;
    }
}
