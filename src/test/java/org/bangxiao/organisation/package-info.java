/** Tests of the package of the same name. */
@NullMarked
package org.bangxiao.organisation;

import org.jspecify.annotations.NullMarked;
