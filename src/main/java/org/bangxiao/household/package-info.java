/**
 * The register of households with its history, their benefit links with suppliers, and the agreements by which a sale
 * splits. Hands out pseudonymous ids, masked rows and counts; must never give a name or an id number to a floor above,
 * nor know what was sold.
 */
@NullMarked
package org.bangxiao.household;

import org.jspecify.annotations.NullMarked;
