/** Tests of the consumers' door. */
package org.bangxiao.order;
