package org.bangxiao.order;

import java.util.UUID;

/**
 * An address of somebody's book as lists show it.
 *
 * @param masked    who and where, without what would tell a stranger
 * @param preferred taken unless another is chosen; at most one
 */
public record SavedAddress(UUID id, String masked, boolean preferred) {}
