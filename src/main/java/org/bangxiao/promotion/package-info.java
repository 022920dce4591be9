/**
 * Coupons: programmes with who pays for them and how far, who took one, and each use. A use is counted in the transaction of
 * the purchase, by counters that never pass a limit. Must never know carts, orders or payments: it is told amounts, and says
 * what comes off and whose money makes up for it; moving that money is the order's part.
 */
@NullMarked
package org.bangxiao.promotion;

import org.jspecify.annotations.NullMarked;
