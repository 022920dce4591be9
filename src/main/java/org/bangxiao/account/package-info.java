/**
 * What belongs to a buyer alone: goods kept for later, the word when they are back, the own data to take along, and the end
 * of the account. Must never close what others still wait for, nor hand out anybody else's data.
 */
@NullMarked
package org.bangxiao.account;

import org.jspecify.annotations.NullMarked;
