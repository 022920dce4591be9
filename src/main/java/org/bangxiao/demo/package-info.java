/**
 * The demo world: invented suppliers, households, benefit links and sales around the region's real counties and real
 * products, from a fixed seed and at any scale, and the loader that walks them through the real use cases at first
 * start. Nobody in it can exist: birth dates lie in the 1800s, telephone and account numbers in ranges nobody was
 * given, names carry the demo mark. Must never insert a row past a use case, and must never run for a real region.
 */
@NullMarked
package org.bangxiao.demo;

import org.jspecify.annotations.NullMarked;
