/**
 * Where the data lives: the address of a configured PostgreSQL, or the one that the service starts by itself from the
 * class path when none is configured. Runs before the container, so it blocks and uses nothing of the framework; must
 * never start a database where an address is configured, and must never leave one running behind a clean stop.
 */
@NullMarked
package org.bangxiao.platform.database;

import org.jspecify.annotations.NullMarked;
