/**
 * Looks after households that were lifted or are monitored: opens an alert where the income credited here says that one may
 * fall back, and keeps what the county did about it. Must never change a credit, nor show a name that is not masked.
 */
@NullMarked
package org.bangxiao.monitoring;

import org.jspecify.annotations.NullMarked;
