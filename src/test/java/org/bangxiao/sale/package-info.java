/** Tests of the package of the same name. */
@NullMarked
package org.bangxiao.sale;

import org.jspecify.annotations.NullMarked;
