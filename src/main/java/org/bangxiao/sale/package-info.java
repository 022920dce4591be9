/**
 * THE sale record: one id, one primary channel, a split frozen by the agreement of its day, posted to the ledger in the
 * same transaction, within the certificate's yearly capacity; and its taking back, in part or in full, by the same legs.
 * Knows agreements, certificates and accounts; must never know by which door a sale came.
 */
@NullMarked
package org.bangxiao.sale;

import org.jspecify.annotations.NullMarked;
