package org.bangxiao.region;

import java.util.List;
import java.util.stream.Collectors;

/** A policy pack that may not be used: the service does not start. The message lists every fault, one a line. */
public final class BrokenPackException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Fault> faults;

    BrokenPackException(List<Fault> faults) {
        super(
                "The policy packs hold " + faults.size() + " fault(s):\n"
                        + faults.stream().map(f -> "  " + f).collect(Collectors.joining("\n")),
                null,
                false,
                false);
        this.faults = List.copyOf(faults);
    }

    public List<Fault> faults() {
        return faults;
    }
}
