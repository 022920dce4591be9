/** Tests of the watch, of inspections and of the lists. */
@NullMarked
package org.bangxiao.supervision;

import org.jspecify.annotations.NullMarked;
