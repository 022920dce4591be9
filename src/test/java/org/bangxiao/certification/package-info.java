/** Certification, tried out: thresholds, the pack's sequences, two officers at once, objections, dates. */
@NullMarked
package org.bangxiao.certification;

import org.jspecify.annotations.NullMarked;
