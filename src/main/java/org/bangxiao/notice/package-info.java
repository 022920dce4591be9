/**
 * What people are told in the application: a note is written in the transaction of the deed it tells of, once for each
 * key, and stays until it is read. Must never decide anything; whoever is told finds the deed behind the link.
 */
@NullMarked
package org.bangxiao.notice;

import org.jspecify.annotations.NullMarked;
