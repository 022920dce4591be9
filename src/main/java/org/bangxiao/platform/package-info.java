/**
 * What every feature stands on: transactions, the clock, idempotency, the audit trail, secrets. Knows Quarkus and
 * PostgreSQL, and must never know a feature's table or word.
 */
@NullMarked
package org.bangxiao.platform;

import org.jspecify.annotations.NullMarked;
