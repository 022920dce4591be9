/**
 * The door of the Guangdong partners: they report what they sold, row by row, and the suppliers confirm it. Promises an
 * answer for each row and one effect for each report, however often it is sent; must never pay anything out.
 */
@NullMarked
package org.bangxiao.partner;

import org.jspecify.annotations.NullMarked;
