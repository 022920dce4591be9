package org.bangxiao.demo;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Page;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.region.BankFormat;
import org.bangxiao.region.PayoutRules;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.settlement.payout.PayoutAnswers;
import org.bangxiao.settlement.payout.PayoutFiles;
import org.bangxiao.settlement.payout.PayoutNotice;
import org.bangxiao.settlement.payout.PayoutNotices;
import org.bangxiao.settlement.payout.PayoutView;
import org.bangxiao.settlement.payout.Payouts;

/**
 * Pays the demo county by bank: a batch that came back with one line failed and one acknowledged in the demo village, and a second
 * one, of what had failed, that waits to be approved.
 */
@ApplicationScoped
class Paying {
    private static final String WORDS = "paying";

    private final Payouts payouts;
    private final PayoutFiles files;
    private final PayoutAnswers answers;
    private final PayoutNotices notices;
    private final BusinessClock clock;

    Paying(Payouts payouts, PayoutFiles files, PayoutAnswers answers, PayoutNotices notices, BusinessClock clock) {
        this.payouts = payouts;
        this.files = files;
        this.answers = answers;
        this.notices = notices;
        this.clock = clock;
    }

    void pay(PolicyPack pack, Cast cast) {
        PayoutRules rules = pack.payouts();
        if (rules == null || rules.bank(Registering.BANK).isEmpty()) {
            return;
        }
        clock.reset();
        BankFormat format = rules.formatOf(rules.bank(Registering.BANK).get());
        Actor maker = cast.account("demo-finance-prepare");
        Actor checker = cast.account("demo-finance-approve");
        Actor village = cast.account("demo-village");
        String area = areaOf(cast.account("demo-county"), Role.COUNTY_OFFICER);
        PayoutView batch = reserved(maker, area);
        boolean listed = !Steps.run(() -> notices.list(village, "", 1)).items().isEmpty();
        if (listed) {
            Steps.run(() -> notices.post(village, batch.id(), areaOf(village, Role.VILLAGE_OFFICER)));
        }
        if (batch.approvalsNeeded() > 1) {
            // A sum like this takes more people than the demo has: it stays the one that waits.
            return;
        }
        Steps.run(() -> payouts.approve(checker, batch.id(), batch.contentDigest()));
        Steps.run(() -> files.send(maker, batch.id()));
        byte[] answer = answer(format, batch, items(maker, batch.id()));
        Steps.run(() -> answers.take(maker, batch.id(), "demo.txt", answer));
        if (listed) {
            acknowledge(village, batch.id());
        }
        reserved(maker, area);
    }

    private PayoutView reserved(Actor maker, String area) {
        PayoutView draft = Steps.run(() -> payouts.prepare(maker, area, Registering.BANK));
        return Steps.run(() -> payouts.reserve(maker, draft.id()));
    }

    private void acknowledge(Actor village, UUID batch) {
        Steps.run(() -> notices.find(village, batch, areaOf(village, Role.VILLAGE_OFFICER))).lines().stream()
                .filter(line -> line.state().equals("PAID"))
                .map(PayoutNotice.Line::itemId)
                .findFirst()
                .ifPresent(item -> Steps.run(() -> notices.acknowledge(village, item, "IN_PERSON", "HEAD")));
    }

    private List<PayoutView.Item> items(Actor maker, UUID batch) {
        List<PayoutView.Item> all = new ArrayList<>();
        Page<PayoutView.Item> page;
        do {
            int after = all.isEmpty() ? 0 : all.get(all.size() - 1).number();
            page = Steps.run(() -> payouts.items(maker, batch, null, after, Page.MAX_SIZE));
            all.addAll(page.items());
        } while (page.next() != null);
        return all;
    }

    /** What the bank would send: everybody has the money but the last. */
    private byte[] answer(BankFormat format, PayoutView batch, List<PayoutView.Item> items) {
        String failed = new Words().keyed(WORDS, "failed").zh();
        LocalDate today = clock.today();
        Map<String, String> whole = Map.of(
                "batch", batch.reference(),
                "day", today.format(DateTimeFormatter.BASIC_ISO_DATE),
                "count", String.valueOf(items.size()),
                "total", amount(format, batch.totalFen()));
        StringBuilder text = new StringBuilder(line(format, format.answer().header(), whole));
        for (PayoutView.Item item : items) {
            boolean last = item.number() == items.get(items.size() - 1).number();
            text.append(line(
                    format,
                    format.answer().row(),
                    Map.of(
                            "number", String.valueOf(item.number()),
                            "item", item.reference(),
                            "amount", amount(format, item.amountFen()),
                            "outcome",
                                    (last
                                                    ? format.answer().failed()
                                                    : format.answer().paid())
                                            .get(0),
                            "reason", last ? failed : "")));
        }
        return text.append(line(format, format.answer().trailer(), whole))
                .toString()
                .getBytes(Charset.forName(format.encoding()));
    }

    private static String line(BankFormat format, List<String> columns, Map<String, String> values) {
        return columns.stream()
                        .map(column -> values.getOrDefault(column, column))
                        .collect(Collectors.joining(format.separator()))
                + format.lineEnd().text();
    }

    private static String amount(BankFormat format, long fen) {
        return format.amount() == BankFormat.Unit.YUAN ? Money.yuan(fen) : String.valueOf(fen);
    }

    private static String areaOf(Actor actor, String role) {
        return actor.areaAs(role).map(AreaCode::value).orElseThrow();
    }
}
