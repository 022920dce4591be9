/** Tests of the package of the same name. */
@NullMarked
package org.bangxiao.partner;

import org.jspecify.annotations.NullMarked;
