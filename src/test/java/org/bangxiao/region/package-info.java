/** The policy packs: the two that are built in, packs that are broken, and versions of the past. */
@NullMarked
package org.bangxiao.region;

import org.jspecify.annotations.NullMarked;
