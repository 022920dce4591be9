/**
 * Accounts, roles with one scope each, sessions, tokens. Answers "who is it and may it act here?" in one place; must
 * never know what is being done.
 */
@NullMarked
package org.bangxiao.identity;

import org.jspecify.annotations.NullMarked;
