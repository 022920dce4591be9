/** Payouts from a household's credit to the bank's answer. */
@NullMarked
package org.bangxiao.settlement.payout;

import org.jspecify.annotations.NullMarked;
