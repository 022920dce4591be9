/**
 * What people are told: a note is written in the transaction of the deed it tells of, once for each key, and stays until
 * it is read; whoever agreed gets it by mail too, at most once; a guest who left an
 * address for an order is told of that order by mail alone. Must never decide anything; whoever is told finds the
 * deed behind the link.
 */
@NullMarked
package org.bangxiao.notice;

import org.jspecify.annotations.NullMarked;
