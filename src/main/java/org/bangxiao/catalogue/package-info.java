/**
 * What is on sale: listings under a valid certificate, their price and stock, the holds of shoppers at the checkout, the
 * days of services and their places, the list and the search. Must never sell without asking the certificate, never promise
 * a piece or a place twice, and never know a cart.
 */
@NullMarked
package org.bangxiao.catalogue;

import org.jspecify.annotations.NullMarked;
