/**
 * What people look at to steer: the desk of each role, later dashboards, bulletins and exports. Reads over everything and
 * must never write, and never show a figure that cannot be rebuilt from sales.
 */
@NullMarked
package org.bangxiao.report;

import org.jspecify.annotations.NullMarked;
