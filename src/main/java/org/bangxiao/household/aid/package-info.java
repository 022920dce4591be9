/**
 * Grants, loans and donations that reach a household or a village: written down in two hands and shown apart. Must never post
 * anything in the ledger, nor hand a figure to whoever reckons with the income of sales.
 */
@NullMarked
package org.bangxiao.household.aid;

import org.jspecify.annotations.NullMarked;
