package org.bangxiao.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bangxiao.document.Documents;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.bangxiao.sale.SaleDraft;
import org.bangxiao.sale.Sales;
import org.bangxiao.settlement.Settlements;
import org.bangxiao.support.Certified;
import org.bangxiao.support.Goods;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.Papers;
import org.bangxiao.support.SettledProvince;
import org.bangxiao.support.Shelf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

/** Goods under the eyes of the watch: sells them, moves the clock, looks. */
abstract class WatchedGoods {
    static final Instant NOVEMBER = Instant.parse("2026-11-20T02:00:00Z");

    @Inject
    Watch watch;

    @Inject
    Escalation escalation;

    @Inject
    Cases cases;

    @Inject
    Complaints complaints;

    @Inject
    Documents documents;

    @Inject
    Inspections inspections;

    @Inject
    Settlements settlements;

    @Inject
    Sales sales;

    @Inject
    PolicyPacks packs;

    @Inject
    BusinessClock clock;

    @Inject
    Tx tx;

    @AfterEach
    void back() {
        clock.reset();
    }

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    void look(Cause cause) {
        await(() -> watch.look(guangxi(), cause));
    }

    PolicyPack guangxi() {
        return packs.current("450000");
    }

    List<WatchCase> of(UUID product) {
        return all().stream().filter(one -> product.equals(one.productId())).toList();
    }

    List<WatchCase> all() {
        Actor auditor = Certified.officer(Role.AUDITOR, "450000");
        List<WatchCase> found = new ArrayList<>();
        Filter filter = Filter.of(true, "", "", null, 200);
        while (true) {
            Filter now = filter;
            var page = await(() -> cases.list(auditor, now));
            found.addAll(page.items());
            if (page.next() == null) {
                return found;
            }
            filter = filter.after(Long.parseLong(page.next()));
        }
    }

    WatchCase one(UUID product) {
        List<WatchCase> found = of(product);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    static Map<String, Long> figures(WatchCase of) {
        return of.facts().stream()
                .filter(fact -> !fact.kind().equals("TEXT"))
                .collect(Collectors.toMap(Fact::name, Fact::number, (a, b) -> a));
    }

    void sell(Goods goods, long units) {
        sellOn(goods, units, clock.instant().minusSeconds(60));
    }

    void sellOn(Goods goods, long units, Instant day) {
        await(() -> tx.write(connection -> sales.record(
                connection,
                List.of(goods.sale("watch", UUID.randomUUID().toString(), units, units * 5_000, day, false)))));
    }

    void paper(Goods goods, String from, String to) throws SQLException {
        String sha256 = await(() -> documents.store(Papers.pdf())).sha256();
        SettledProvince.run("""
            INSERT INTO organisation_document (id, organisation_id, kind, issued_on, expires_on, sha256, state, uploaded_at,
                                               uploaded_by, decided_at, decided_by)
            VALUES (uuidv7(), '%s', 'business-licence', '%s', '%s', decode('%s', 'hex'), 'CONFIRMED', now(), uuidv7(), now(),
                    uuidv7())""".formatted(goods.organisationId(), from, to, sha256));
    }

    List<WatchCase> about(Goods goods) {
        return all().stream()
                .filter(one -> one.organisationId().equals(goods.organisationId()))
                .toList();
    }

    void sell(OnSale goods, long units) {
        await(() -> tx.write(connection -> sales.record(
                connection,
                List.of(new SaleDraft(
                        "watch",
                        UUID.randomUUID().toString(),
                        goods.listingId(),
                        goods.product().productId(),
                        goods.product().organisationId(),
                        units,
                        units * goods.priceFen(),
                        Goods.CHANNEL,
                        List.of(),
                        clock.instant().minusSeconds(1),
                        false)))));
    }

    /** Goods of three jin of a new supplier. */
    static Shelf.Goods shelf(String nameZh, long price) {
        return Shelf.put(Shelf.Item.of(nameZh, "Demo goods").price(price));
    }

    void complain(OnSale goods, int times) {
        for (int i = 0; i < times; i++) {
            String address = UUID.randomUUID().toString();
            await(() -> complaints.lodge(
                    goods.listingId(), new Complaints.Draft(Complaint.About.QUALITY, "收到的货与图片不符，请核查。", null), address));
        }
    }
}
