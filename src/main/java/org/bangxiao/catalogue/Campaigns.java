package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bangxiao.kernel.Problem;
import org.bangxiao.region.Campaign;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;

/** The campaigns of all regions. One that several regions hold under the same id is one. */
@ApplicationScoped
public class Campaigns {
    private static final int SPOKEN_OF_AHEAD_DAYS = 30;

    private final PolicyPacks packs;
    private final Products products;

    Campaigns(PolicyPacks packs, Products products) {
        this.packs = packs;
        this.products = products;
    }

    /** One with its goods; {@code not-found} where there is none of this id. */
    public Uni<CampaignGoods> shown(String id, LocalDate today) {
        Campaign campaign = find(id).orElseThrow(Problem::notFound);
        String area = area(campaign);
        ProductQuery query = ProductQuery.fresh(ProductFilter.NOTHING.county(area));
        List<Campaign> others =
                all().stream().filter(other -> !other.id().equals(id)).toList();
        return products.list(query)
                .map(page -> new CampaignGoods(
                        campaign,
                        CampaignGoods.Time.of(campaign, today),
                        area,
                        page.items(),
                        page.total(),
                        page.next() != null,
                        ProductLinks.to(query, null),
                        others));
    }

    /** All of them, the latest first. */
    List<Campaign> all() {
        Map<String, Campaign> byId = new HashMap<>();
        packs.all().forEach(pack -> pack.campaigns().forEach(one -> byId.putIfAbsent(one.id(), one)));
        return byId.values().stream()
                .sorted(Comparator.comparing(Campaign::from).reversed())
                .toList();
    }

    Optional<Campaign> find(String id) {
        return all().stream().filter(campaign -> campaign.id().equals(id)).findFirst();
    }

    /** What the front page speaks of: the one that runs and began last, else the next that is near. */
    Optional<Campaign> spokenOf(LocalDate day) {
        Optional<Campaign> running =
                all().stream().filter(campaign -> campaign.runsOn(day)).findFirst();
        return running.or(() -> all().stream()
                .filter(campaign ->
                        campaign.from().isAfter(day) && !campaign.from().isAfter(day.plusDays(SPOKEN_OF_AHEAD_DAYS)))
                .min(Comparator.comparing(Campaign::from)));
    }

    /** Whose goods take part: the province that holds it alone; empty where several do. */
    String area(Campaign campaign) {
        List<String> provinces = packs.all().stream()
                .filter(pack ->
                        pack.campaigns().stream().anyMatch(one -> one.id().equals(campaign.id())))
                .map(PolicyPack::provinceCode)
                .toList();
        return provinces.size() == 1 ? provinces.get(0) : "";
    }
}
