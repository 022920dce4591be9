package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.Organisations;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.region.County;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;

/** What the form lets a supplier choose from. */
@ApplicationScoped
class Choices {
    private final Organisations organisations;
    private final PolicyPacks packs;
    private final BusinessClock clock;

    Choices(Organisations organisations, PolicyPacks packs, BusinessClock clock) {
        this.organisations = organisations;
        this.packs = packs;
        this.clock = clock;
    }

    List<Shown.Choice> categories(PolicyPack pack) {
        return pack.categories().stream()
                .map(category -> new Shown.Choice(
                        category.id(), category.name().zh(), category.name().en()))
                .toList();
    }

    /** The counties of the organisation's region, its own first. */
    Uni<List<Shown.Choice>> counties(UUID organisationId) {
        return organisations
                .find(organisationId)
                .onItem()
                .ifNull()
                .failWith(Problem::forbidden)
                .map(organisation -> {
                    LocalDate today = clock.today();
                    String own = organisation.areaCode();
                    List<County> counties = new ArrayList<>(
                            packs.forArea(own).map(PolicyPack::counties).orElse(List.of()));
                    counties.sort(Comparator.comparing(
                                    (County county) -> !county.codeOn(today).equals(own))
                            .thenComparing(County::code));
                    return counties.stream()
                            .map(county -> new Shown.Choice(
                                    county.codeOn(today),
                                    county.nameOn(today).zh(),
                                    county.nameOn(today).en()))
                            .toList();
                });
    }
}
