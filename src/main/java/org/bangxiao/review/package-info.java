/**
 * What is said of goods: reviews by who was sent them, questions by who thinks of buying, the supplier's one answer to each,
 * and the office's hiding of what breaks the law. Must never take a review of somebody who did not buy, nor change a word.
 */
@NullMarked
package org.bangxiao.review;

import org.jspecify.annotations.NullMarked;
