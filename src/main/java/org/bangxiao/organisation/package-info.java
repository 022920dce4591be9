/**
 * Who takes part as a body: cooperatives and other suppliers, partners, budget units, offices. Promises one row for each
 * unified social credit code; must never know what an organisation sells or is owed.
 */
@NullMarked
package org.bangxiao.organisation;

import org.jspecify.annotations.NullMarked;
