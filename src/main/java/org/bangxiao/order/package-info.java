/**
 * The consumers' door: cart, checkout with a ten-minute hold, one purchase with one order for each supplier and sending
 * window or day of visit, shipping, guests on their day, and after-sales. Ends in recording sales and in taking them back;
 * must never decide a split, a certificate or a stock figure itself.
 */
@NullMarked
package org.bangxiao.order;

import org.jspecify.annotations.NullMarked;
