package org.bangxiao.support;

import io.quarkus.arc.Arc;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.bangxiao.household.Agreement;
import org.bangxiao.household.AgreementDraft;
import org.bangxiao.household.Agreements;
import org.bangxiao.household.BenefitLinks;
import org.bangxiao.household.HouseholdDraft;
import org.bangxiao.household.HouseholdDraft.Standing;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkDraft;
import org.bangxiao.household.LinkKind;
import org.bangxiao.household.Register;
import org.bangxiao.kernel.CheckCharacter;
import org.jspecify.annotations.Nullable;

/** Households of the register for tests, their links and agreements. */
public final class Families {
    private static final int NUMBERS = 15_000_000;
    // A service that is started anew loads this class anew and finds the households of before.
    private static final AtomicInteger NUMBER =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(NUMBERS));
    private static final LocalDate LONG_AGO = LocalDate.of(2016, 1, 1);

    private Families() {}

    public static HouseholdDraft draft(String countyCode, Standing... history) {
        return new HouseholdDraft(
                countyCode + "100200",
                "演示村",
                "韦大明",
                idNumber(countyCode),
                "6228480000000001234",
                "103",
                4,
                List.of(history),
                true);
    }

    /** So many households of one county with a standing since long ago. */
    public static List<UUID> register(int count, String countyCode, HouseholdStatus status) {
        List<HouseholdDraft> drafts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drafts.add(draft(countyCode, new Standing(status, LONG_AGO, null)));
        }
        return register(drafts);
    }

    public static List<UUID> register(List<HouseholdDraft> drafts) {
        Register register = Arc.container().instance(Register.class).get();
        return Await.await(() -> register.register(drafts));
    }

    /** A link of these households, each with one person and the same weight. */
    public static UUID link(UUID organisationId, LinkKind kind, long whole, List<UUID> households, long weight) {
        BenefitLinks links = Arc.container().instance(BenefitLinks.class).get();
        List<LinkDraft.Member> members = households.stream()
                .map(household -> new LinkDraft.Member(household, 1, weight, LONG_AGO, null))
                .toList();
        return Await.await(
                () -> links.open(new LinkDraft(organisationId, kind, "演示合同", whole, LONG_AGO, null, members, true)));
    }

    public static Agreement agreement(
            UUID productId, UUID linkId, int feeBasisPoints, long floorFenPerUnit, int dividendBasisPoints) {
        return agreement(
                new AgreementDraft(
                        productId,
                        linkId,
                        feeBasisPoints,
                        floorFenPerUnit,
                        dividendBasisPoints,
                        LONG_AGO,
                        100_000_000L),
                null);
    }

    public static Agreement agreement(AgreementDraft draft, @Nullable UUID preparedBy) {
        Agreements agreements = Arc.container().instance(Agreements.class).get();
        UUID preparer = preparedBy == null ? UUID.randomUUID() : preparedBy;
        return Await.await(() -> agreements.activate(draft, preparer, UUID.randomUUID()));
    }

    /** One that nobody else has: thousands drawn at random for one county would meet sooner or later. */
    public static String idNumber(String countyCode) {
        int number = NUMBER.getAndIncrement() % NUMBERS;
        String first = countyCode
                + LocalDate.of(1950, 1, 1).plusDays(number / 1000).toString().replace("-", "")
                + String.format("%03d", number % 1000);
        return first + CheckCharacter.ofIdNumber(first);
    }
}
