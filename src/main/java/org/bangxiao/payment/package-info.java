/**
 * Payment providers behind one state machine: an amount is asked for, a provider calls back with a signature, whoever
 * asked is told in the same transaction. Believes nothing unsigned; must never know what is being bought.
 */
@NullMarked
package org.bangxiao.payment;

import org.jspecify.annotations.NullMarked;
