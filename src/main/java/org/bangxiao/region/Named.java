package org.bangxiao.region;

import org.jspecify.annotations.Nullable;

/** One entry of a plain list of a pack: a tier, a group of counties, a level. */
public record Named(String id, Label name, @Nullable String note) {}
