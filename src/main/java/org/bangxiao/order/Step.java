package org.bangxiao.order;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.platform.web.Messages;
import org.bangxiao.platform.web.Shell;

/** How far an order has come, for the row of steps on a page: done, current, stopped or open. */
record Step(String label, String state) {
    private static final List<String> WAY = List.of("PLACED", "PAID", "SHIPPED", "RECEIVED");
    private static final List<String> VISIT = List.of("PLACED", "PAID", "RECEIVED");

    static Map<UUID, List<Step>> ofParts(PurchaseView purchase) {
        String language =
                io.quarkus.arc.Arc.container().instance(Shell.class).get().locale();
        Map<UUID, List<Step>> all = new HashMap<>();
        for (PurchaseView.Part part : purchase.parts()) {
            boolean visit = part.visit() != null;
            List<String> way = visit ? VISIT : WAY;
            int reached = way.indexOf(part.state());
            all.put(
                    part.id(),
                    way.stream()
                            .map(state -> new Step(
                                    Messages.get(
                                            language,
                                            "order.step." + (visit && state.equals("RECEIVED") ? "VISITED" : state)),
                                    stateOf(way.indexOf(state), reached, way.size() - 1)))
                            .toList());
        }
        return all;
    }

    private static String stateOf(int step, int reached, int last) {
        if (reached < 0) {
            return step == 0 ? "stopped" : "open";
        }
        return step < reached || reached == last ? "done" : step == reached ? "current" : "open";
    }
}
