/** Tests of grants, loans and donations. */
@NullMarked
package org.bangxiao.household.aid;

import org.jspecify.annotations.NullMarked;
