package org.bangxiao.support;

import io.quarkus.arc.Arc;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.bangxiao.kernel.CheckCharacter;
import org.bangxiao.organisation.OrganisationDraft;
import org.bangxiao.organisation.OrganisationKind;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.organisation.Organisations;

/** Organisations for tests, each with a credit code of its own. */
public final class Suppliers {
    private Suppliers() {}

    public static OrganisationView cooperative(String countyCode) {
        return open(OrganisationKind.COOPERATIVE, countyCode);
    }

    public static OrganisationView agent(String countyCode) {
        return open(OrganisationKind.AGENT, countyCode);
    }

    public static OrganisationView partner() {
        return open(OrganisationKind.PARTNER, "440300");
    }

    public static String creditCode() {
        StringBuilder first = new StringBuilder("91");
        for (int i = 0; i < 15; i++) {
            first.append(ThreadLocalRandom.current().nextInt(10));
        }
        return first.append(CheckCharacter.ofCreditCode(first.toString())).toString();
    }

    private static OrganisationView open(OrganisationKind kind, String areaCode) {
        Organisations organisations =
                Arc.container().instance(Organisations.class).get();
        String name = "演示组织" + UUID.randomUUID().toString().substring(0, 8);
        return Await.await(() -> organisations.open(
                new OrganisationDraft(kind, name, "Demo organisation", creditCode(), areaCode, true)));
    }
}
