package org.bangxiao.sale;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** No certificate is sold past its yearly capacity. Sums and sorts first, so that buyers never wait for each other in a ring. */
@ApplicationScoped
class Capacity {
    /** A product in a calendar year. */
    record Year(UUID productId, int year) implements Comparable<Year> {
        @Override
        public int compareTo(Year other) {
            int byProduct = productId.compareTo(other.productId);
            return byProduct == 0 ? Integer.compare(year, other.year) : byProduct;
        }
    }

    /** How many units are wanted, and what the year can bear where its row is still to be made. */
    record Wanted(long units, long cap) {
        Wanted plus(Wanted other) {
            return new Wanted(Math.addExact(units, other.units), cap);
        }
    }

    private final SaleRepository repository;

    Capacity(SaleRepository repository) {
        this.repository = repository;
    }

    /** Takes all or fails with {@code capacity-exceeded}, which names the product and what is left of it. */
    Uni<Void> takeAll(SqlConnection tx, List<Candidate> sales) {
        return repository
                .takeCapacity(tx, wanted(sales))
                .invoke(over -> {
                    if (!over.isEmpty()) {
                        Map.Entry<Year, Long> first = new TreeMap<>(over).firstEntry();
                        String name = sales.stream()
                                .filter(sale -> sale.draft()
                                        .productId()
                                        .equals(first.getKey().productId()))
                                .map(sale -> sale.certificate().nameZh())
                                .findFirst()
                                .orElse("");
                        throw SaleProblems.capacityExceeded(name, first.getValue());
                    }
                })
                .replaceWithVoid();
    }

    /** Takes what fits, in the order of the drafts where a product has not enough for all; answers what was left out. */
    Uni<Set<Candidate>> takeWhatFits(SqlConnection tx, List<Candidate> sales) {
        return repository.takeCapacity(tx, wanted(sales)).chain(over -> {
            if (over.isEmpty()) {
                return Uni.createFrom().item(Set.of());
            }
            Map<Year, Long> left = new HashMap<>(over);
            Set<Candidate> held = new HashSet<>();
            List<Candidate> fitting = new ArrayList<>();
            for (Candidate sale : sales) {
                Year year = yearOf(sale);
                Long units = left.get(year);
                if (units == null) {
                    continue;
                }
                if (sale.draft().quantity() <= units) {
                    left.put(year, units - sale.draft().quantity());
                    fitting.add(sale);
                } else {
                    held.add(sale);
                }
            }
            return fitting.isEmpty()
                    ? Uni.createFrom().item(held)
                    : takeAll(tx, fitting).replaceWith(held);
        });
    }

    private static SortedMap<Year, Wanted> wanted(Collection<Candidate> sales) {
        TreeMap<Year, Wanted> wanted = new TreeMap<>();
        for (Candidate sale : sales) {
            wanted.merge(
                    yearOf(sale),
                    new Wanted(sale.draft().quantity(), sale.certificate().yearlyCapacity()),
                    Wanted::plus);
        }
        return wanted;
    }

    private static Year yearOf(Candidate sale) {
        return new Year(sale.draft().productId(), sale.year());
    }
}
