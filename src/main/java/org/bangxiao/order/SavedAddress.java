package org.bangxiao.order;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An address of somebody's book as lists show it.
 *
 * @param masked    who and where, without what would tell a stranger
 * @param preferred taken unless another is chosen; at most one
 * @param province  its code; null where it was written before anybody asked
 */
public record SavedAddress(
        UUID id, String masked, boolean preferred, @Nullable String province) {}
