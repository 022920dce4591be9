/** Tests of what delivery costs. */
@org.jspecify.annotations.NullUnmarked
package org.bangxiao.freight;
