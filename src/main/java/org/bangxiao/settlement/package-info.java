/**
 * From pools to households: a run freezes what the pools hold and who shares them, one person prepares it and another
 * approves, and every household of a pool is credited exactly once. The household's statement says where its money comes
 * from. Must never change a sale, nor credit anybody outside an approved run.
 */
@NullMarked
package org.bangxiao.settlement;

import org.jspecify.annotations.NullMarked;
