/** Tests of alerts about households that may fall back. */
@NullMarked
package org.bangxiao.monitoring;

import org.jspecify.annotations.NullMarked;
