/**
 * The double-entry journal: accounts, balances, months, and the seals that let a stranger check it. Promises that every
 * transaction sums to nil, that nothing is ever changed, and that whatever is sealed can be proven under a signed root.
 * Knows accounts, references and fen; must never know a sale, a household or a rule about who is owed what.
 */
@NullMarked
package org.bangxiao.ledger;

import org.jspecify.annotations.NullMarked;
