/** Tests of the package of the same name. */
@NullMarked
package org.bangxiao.household;

import org.jspecify.annotations.NullMarked;
