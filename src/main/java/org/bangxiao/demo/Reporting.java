package org.bangxiao.demo;

import io.smallrye.mutiny.Multi;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.partner.BatchReport;
import org.bangxiao.partner.Batches;
import org.bangxiao.partner.Intake;

/** The demo partner reports what it resold, as NDJSON like any other partner, and the suppliers confirm it. */
@ApplicationScoped
class Reporting {
    private final Intake intake;
    private final Batches batches;

    Reporting(Intake intake, Batches batches) {
        this.intake = intake;
        this.batches = batches;
    }

    /** @param confirmed false leaves the report waiting for the suppliers' word */
    void report(
            String reference,
            List<DemoSale> sales,
            Map<Integer, Shelving.Shelved> byProduct,
            Cast cast,
            boolean confirmed) {
        if (sales.isEmpty()) {
            return;
        }
        UUID partner = cast.account("demo-partner").requireOrganisationAs(Role.PARTNER);
        byte[] body = sales.stream()
                .map(sale -> row(sale, byProduct).encode() + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
        UUID batch = Steps.run(() ->
                        intake.receive(partner, reference, Multi.createFrom().item(body)))
                .batchId();
        BatchReport report = Steps.run(() -> batches.report(partner, batch));
        if (report.rejected() + report.conflict() > 0) {
            throw new IllegalStateException("the demo partner's report is refused: " + report);
        }
        if (confirmed) {
            sales.stream()
                    .map(sale -> Shelving.of(byProduct, sale).product().supplier())
                    .distinct()
                    .map(supplier -> cast.suppliers().get(supplier))
                    .forEach(supplier -> {
                        Actor actor = cast.of(supplier, Role.SUPPLIER);
                        Steps.run(() -> batches.confirm(partner, batch, actor));
                    });
        }
    }

    private static JsonObject row(DemoSale sale, Map<Integer, Shelving.Shelved> byProduct) {
        Shelving.Shelved shelved = Shelving.of(byProduct, sale);
        return new JsonObject()
                .put("externalId", sale.externalId())
                .put("productId", shelved.productId().toString())
                .put("quantity", sale.quantity())
                .put("grossFen", shelved.product().priceFen() * sale.quantity())
                .put("soldAt", sale.soldAt().toString())
                .put("channel", sale.channel())
                .put("tags", new JsonArray().add("demo"));
    }
}
