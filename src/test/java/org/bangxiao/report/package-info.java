/** Tests of desks and of the trail of deeds. */
@NullMarked
package org.bangxiao.report;

import org.jspecify.annotations.NullMarked;
