package org.bangxiao.settlement.payout;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.stream.Stream;
import org.bangxiao.region.PolicyPacks;

/** What areas and banks are called. */
@ApplicationScoped
class PayoutWords {
    private final PolicyPacks packs;

    PayoutWords(PolicyPacks packs) {
        this.packs = packs;
    }

    /** The area's name, or its code where no pack knows it. */
    String area(String code, String language) {
        return packs.forArea(code)
                .flatMap(pack -> pack.areaName(code))
                .map(name -> name.in(language))
                .orElse(code);
    }

    /** The bank's name in the pack of the area, or of any pack; its code where nobody knows it. */
    String bank(String area, String code, String language) {
        return packs.all().stream()
                .filter(pack -> area.isEmpty()
                        || packs.forArea(area).filter(pack::equals).isPresent())
                .flatMap(pack -> Stream.ofNullable(pack.payouts()))
                .flatMap(rules -> rules.bank(code).stream())
                .map(bank -> bank.name().in(language))
                .findFirst()
                .orElse(code);
    }
}
