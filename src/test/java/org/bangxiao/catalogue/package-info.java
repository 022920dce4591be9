/** The shop: stock that is never promised twice, a search that finds, pages without gaps. */
@NullMarked
package org.bangxiao.catalogue;

import org.jspecify.annotations.NullMarked;
