package org.bangxiao.supervision;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A draw that anybody can repeat: order the population by SHA-256 over seed and id, as text, and take the first so many.
 *
 * @param seed drawn for this draw alone, 256 bits as base64url
 * @param population every supplier of the area with a valid certificate on the day, by id
 * @param drawn whom the draw fell on, in order
 */
public record Draw(
        UUID id,
        long number,
        String region,
        String areaCode,
        String seed,
        List<UUID> population,
        int wanted,
        List<UUID> drawn,
        Instant drawnAt) {}
