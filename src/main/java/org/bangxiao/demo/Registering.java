package org.bangxiao.demo;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bangxiao.household.BenefitLinks;
import org.bangxiao.household.HouseholdDraft;
import org.bangxiao.household.LinkDraft;
import org.bangxiao.household.LinkKind;
import org.bangxiao.household.Register;
import org.jspecify.annotations.Nullable;

/** Enters the households into the register and opens the suppliers' benefit links. */
@ApplicationScoped
class Registering {
    /** The bank of the cards that the demo world makes up. */
    static final String BANK = "103";

    private static final int HOUSEHOLDS_AT_A_TIME = 1_000;

    private final Register register;
    private final BenefitLinks benefitLinks;

    Registering(Register register, BenefitLinks benefitLinks) {
        this.register = register;
        this.benefitLinks = benefitLinks;
    }

    /** @return ids by the household's number */
    List<UUID> households(World world) {
        int count = world.settings().scale().households();
        List<UUID> ids = new ArrayList<>(count);
        Progress progress = Steps.lines();
        for (int first = 0; first < count; first += HOUSEHOLDS_AT_A_TIME) {
            List<HouseholdDraft> drafts = IntStream.range(first, Math.min(count, first + HOUSEHOLDS_AT_A_TIME))
                    .mapToObj(world::household)
                    .map(Registering::draft)
                    .toList();
            ids.addAll(Steps.run(() -> register.register(drafts)));
            progress.at("households", ids.size(), count);
        }
        return ids;
    }

    /** @return per supplier, by its number, its link of each kind */
    List<Map<LinkKind, UUID>> links(World world, Cast cast, List<UUID> households) {
        List<Map<LinkKind, UUID>> links = new ArrayList<>();
        Steps.each("suppliers' benefit links", world.suppliers(), supplier -> {
            Map<LinkKind, UUID> ofSupplier = new EnumMap<>(LinkKind.class);
            SupplierTotals totals = world.totals(supplier);
            Map<LinkKind, List<BenefitLink>> byKind =
                    world.links(supplier).collect(Collectors.groupingBy(BenefitLink::kind));
            for (LinkKind kind : supplier.linkKinds()) {
                List<BenefitLink> members = byKind.getOrDefault(kind, List.of());
                if (!members.isEmpty()) {
                    LinkDraft draft = draft(
                            supplier,
                            kind,
                            totals.of(kind),
                            members,
                            cast.suppliers().get(supplier.number()),
                            households);
                    ofSupplier.put(kind, Steps.run(() -> benefitLinks.open(draft)));
                }
            }
            links.add(ofSupplier);
        });
        return links;
    }

    private static HouseholdDraft draft(DemoHousehold household) {
        List<HouseholdDraft.Standing> history = new ArrayList<>();
        List<DemoHousehold.Standing> standings = household.history();
        for (int i = 0; i < standings.size(); i++) {
            @Nullable
            LocalDate until = i + 1 < standings.size() ? standings.get(i + 1).from() : null;
            history.add(new HouseholdDraft.Standing(
                    standings.get(i).status(), standings.get(i).from(), until));
        }
        return new HouseholdDraft(
                household.villageCode(),
                household.villageZh(),
                household.headName(),
                household.idNumber(),
                household.bankAccount(),
                BANK,
                household.members(),
                history,
                true);
    }

    private static LinkDraft draft(
            DemoSupplier supplier,
            LinkKind kind,
            long whole,
            List<BenefitLink> members,
            UUID organisation,
            List<UUID> households) {
        LocalDate from = members.stream()
                .map(BenefitLink::from)
                .min(LocalDate::compareTo)
                .orElseThrow();
        return new LinkDraft(
                organisation,
                kind,
                new Words().keyed("contract", kind.name()).zh() + " " + supplier.nameZh(),
                whole,
                from,
                null,
                members.stream()
                        .map(link -> new LinkDraft.Member(
                                households.get(link.household()),
                                1,
                                link.weight(),
                                link.from(),
                                link.until().plusDays(1)))
                        .toList(),
                true);
    }
}
