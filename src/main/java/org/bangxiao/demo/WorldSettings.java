package org.bangxiao.demo;

import java.time.LocalDate;
import java.util.List;

/**
 * What a world is made from; the same settings make the same world on every machine.
 *
 * @param counties       the region's, with codes of the day
 * @param feeBasisPoints the platform fee of the policy pack
 * @param channels       the policy pack's, the busiest first
 * @param today          the day the world's year ends on, Asia/Shanghai
 */
public record WorldSettings(
        WorldScale scale,
        long seed,
        List<County> counties,
        int feeBasisPoints,
        List<String> channels,
        LocalDate today) {
    /** The seed of every demo and benchmark, so that figures can be compared. */
    public static final long SEED = 20_200_527;

    public WorldSettings {
        counties = List.copyOf(counties);
        channels = List.copyOf(channels);
        if (counties.isEmpty() || channels.isEmpty()) {
            throw new IllegalArgumentException("a world needs counties and channels");
        }
    }
}
