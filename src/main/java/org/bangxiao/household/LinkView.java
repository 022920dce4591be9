package org.bangxiao.household;

import java.util.UUID;

/** A benefit link by name, for its own organisation to choose from. */
public record LinkView(UUID id, LinkKind kind, String title) {}
