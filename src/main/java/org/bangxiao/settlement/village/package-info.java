/**
 * The collectives of villages: what stands to their name for those who left theirs to them, and the account at which they are
 * paid. Must never count them among households, nor show a whole account number.
 */
@NullMarked
package org.bangxiao.settlement.village;

import org.jspecify.annotations.NullMarked;
