/** What tests share: a database, a browser, the vocabulary of the service. */
@NullMarked
package org.bangxiao.support;

import org.jspecify.annotations.NullMarked;
