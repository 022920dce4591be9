/**
 * What is on sale: listings under a valid certificate, their price and stock, the holds of shoppers at the checkout, the
 * list and the search. Must never sell without asking the certificate, never promise a piece twice, and never know a cart.
 */
@NullMarked
package org.bangxiao.catalogue;

import org.jspecify.annotations.NullMarked;
