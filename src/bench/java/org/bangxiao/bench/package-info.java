/**
 * What the marketplace can do, measured against plain bounds in one run on one machine: the service runs as a child
 * process, on its own database, both under {@code target/bench-data}. Goods, households and carts are written by set-based
 * SQL with the guards of the tables off, because making them is not what is measured; everything that is measured goes
 * through the service's doors.
 */
@NullMarked
package org.bangxiao.bench;

import org.jspecify.annotations.NullMarked;
