/**
 * The consumers' door: cart, checkout with a ten-minute hold, one purchase with one order for each supplier, shipping.
 * Ends in recording sales; must never decide a split, a certificate or a stock figure itself.
 */
@NullMarked
package org.bangxiao.order;

import org.jspecify.annotations.NullMarked;
