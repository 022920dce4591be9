/** What uploads are let in and what is kept of them. */
@NullMarked
package org.bangxiao.document;

import org.jspecify.annotations.NullMarked;
