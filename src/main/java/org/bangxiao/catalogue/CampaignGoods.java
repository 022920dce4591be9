package org.bangxiao.catalogue;

import java.time.LocalDate;
import java.util.List;
import org.bangxiao.region.Campaign;

/**
 * A campaign with what takes part in it today.
 *
 * @param area   begins the codes of the counties whose goods take part; empty for all
 * @param goods  the first of them, what is in season before the rest
 * @param total  how many there are
 * @param all    where all of them are listed; {@code more}: that is more than {@code goods}
 * @param others the other campaigns, the latest first
 */
public record CampaignGoods(
        Campaign campaign,
        Time time,
        String area,
        List<ProductCard> goods,
        long total,
        boolean more,
        String all,
        List<Campaign> others) {
    /** How a campaign stands to today. */
    public enum Time {
        COMING,
        RUNNING,
        OVER;

        static Time of(Campaign campaign, LocalDate today) {
            if (campaign.runsOn(today)) {
                return RUNNING;
            }
            return today.isBefore(campaign.from()) ? COMING : OVER;
        }
    }
}
