/**
 * The words that every room shares: money, allocation, area codes, pages of a list, problems.
 * Plain Java without a framework, a clock or a database; must never know a feature.
 */
@NullMarked
package org.bangxiao.kernel;

import org.jspecify.annotations.NullMarked;
