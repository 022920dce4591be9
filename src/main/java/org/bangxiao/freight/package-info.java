/**
 * What delivery costs and how long it takes: templates of suppliers by province and weight, and the one function that
 * reckons with them. Must never know goods, carts or orders: it is told weights and amounts.
 */
@NullMarked
package org.bangxiao.freight;

import org.jspecify.annotations.NullMarked;
