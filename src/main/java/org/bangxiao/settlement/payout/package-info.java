/**
 * From a household's account in the ledger to its account at the bank: a batch is prepared by one person and approved by
 * others, its money is set aside, the bank's file is made once for all times, and the bank's answer is booked item by item.
 * Must never send anybody's money twice, nor show a name or number in the clear outside the bank's file.
 */
@NullMarked
package org.bangxiao.settlement.payout;

import org.jspecify.annotations.NullMarked;
