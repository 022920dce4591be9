/** Tests of coupons and who pays for them. */
@org.jspecify.annotations.NullUnmarked
package org.bangxiao.promotion;
