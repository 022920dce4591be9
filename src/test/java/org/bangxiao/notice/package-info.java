/** Who is told what, and how often. */
@NullMarked
package org.bangxiao.notice;

import org.jspecify.annotations.NullMarked;
