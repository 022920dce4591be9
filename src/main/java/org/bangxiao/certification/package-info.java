/**
 * Certification: a supplier applies, officers decide level by level as the region's policy pack orders, notices are
 * posted and objected to, certificates are issued, signed, renewed, shown, stopped and taken back. Promises that none exists
 * without its decisions and that the selling guard sees a revocation at once. Must never know listings or sales, and
 * must never hold a threshold or a number of days: those stand in the pack that an application is pinned to.
 */
@NullMarked
package org.bangxiao.certification;

import org.jspecify.annotations.NullMarked;
