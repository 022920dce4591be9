/**
 * Invoices that buyers ask of the suppliers of their orders. Must never show to whom one is made out but to the buyer and,
 * while it has to be issued, the supplier.
 */
@NullMarked
package org.bangxiao.invoice;

import org.jspecify.annotations.NullMarked;
