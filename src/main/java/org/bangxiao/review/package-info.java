/**
 * What buyers say of goods that they were sent, the supplier's one answer, and the office's hiding of what breaks the law.
 * Must never take a word of somebody who did not buy, nor change one.
 */
@NullMarked
package org.bangxiao.review;

import org.jspecify.annotations.NullMarked;
