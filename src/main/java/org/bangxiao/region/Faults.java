package org.bangxiao.region;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The faults found so far: reading goes on, so that an office sees all of them at once. */
final class Faults {
    private final List<Fault> found = new ArrayList<>();

    void add(String file, int line, String what) {
        found.add(new Fault(file, line, what));
    }

    int count() {
        return found.size();
    }

    List<Fault> inOrder() {
        return found.stream()
                .distinct()
                .sorted(Comparator.comparing(Fault::file).thenComparingInt(Fault::line))
                .toList();
    }
}
