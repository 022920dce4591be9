package org.bangxiao.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.Arc;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.bangxiao.certification.ApplicationDraft;
import org.bangxiao.certification.ApplicationView;
import org.bangxiao.certification.Applications;
import org.bangxiao.certification.Check;
import org.bangxiao.certification.Checklist;
import org.bangxiao.certification.Evidence;
import org.bangxiao.document.CheckedDocument;
import org.bangxiao.document.Documents;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;

/**
 * Applications of which every check is met: a name of their own, every paper there, enough households, and like goods of
 * others to compare the price with.
 */
public final class GreenCases {
    private static final AtomicLong NUMBER = new AtomicLong();
    private static final int LIKE_GOODS = 3;

    private static final AtomicBoolean COMPARABLE = new AtomicBoolean();

    private GreenCases() {}

    /** Written, with its papers, and handed in. */
    public static ApplicationView submitted(Actor supplier, String countyCode) {
        return submitted(supplier, draft(supplier, countyCode));
    }

    public static ApplicationView submitted(Actor supplier, ApplicationDraft draft) {
        if (COMPARABLE.compareAndSet(false, true)) {
            for (int i = 0; i < LIKE_GOODS; i++) {
                Certified.product();
            }
        }
        ApplicationView submitted = handedIn(supplier, draft);
        assertThat(submitted.checks()).allMatch(check -> check.result() == Check.Result.MET);
        return submitted;
    }

    /** Handed in with its papers, whatever the checks say. */
    public static ApplicationView handedIn(Actor supplier, ApplicationDraft draft) {
        Applications applications = bean(Applications.class);
        ApplicationView written = Await.await(() -> applications.create(supplier, draft));
        complete(supplier, written.id());
        return Await.await(() -> applications.submit(supplier, written.id()));
    }

    /** Attaches what the checklist misses. */
    public static void complete(Actor supplier, UUID id) {
        Evidence evidence = bean(Evidence.class);
        Checklist checklist = Await.await(() -> evidence.checklist(supplier, id));
        Map<Evidence.Paper, CheckedDocument> papers = new HashMap<>();
        for (Checklist.Item item : checklist.missing()) {
            papers.put(
                    new Evidence.Paper(
                            item.kind(), item.kind() + ".pdf", item.expires() ? LocalDate.of(2099, 1, 1) : null),
                    Await.await(() -> bean(Documents.class).check(Papers.pdf())));
        }
        Await.await(() -> evidence.attachAll(supplier, id, papers));
    }

    /** Oranges under a name that nobody else has. */
    public static ApplicationDraft draft(Actor supplier, String countyCode) {
        List<UUID> households = Families.register(12, countyCode, HouseholdStatus.REGISTERED_POOR);
        UUID link = Families.link(supplier.requireOrganisationAs(Role.SUPPLIER), LinkKind.SHARES, 40, households, 100);
        ApplicationDraft like = Certified.draft(countyCode, link);
        return new ApplicationDraft(
                "演示脐橙" + Long.toString(System.nanoTime() + NUMBER.incrementAndGet(), 36),
                like.nameEn(),
                like.category(),
                like.countyCode(),
                like.packageUnit(),
                like.netWeightGrams(),
                like.priceFen(),
                20_000,
                like.harvestMonths(),
                like.perishable(),
                like.geographicalIndication(),
                like.linkId(),
                like.floorFenPerUnit(),
                like.dividendBasisPoints());
    }

    private static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }
}
