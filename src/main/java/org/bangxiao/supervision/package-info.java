/**
 * The watch after certification: cases that open by themselves, complaints, inspections, findings and their remedy, the red
 * and black lists. It stands above everything it looks at, because its causes need sales and credits, which certification
 * must not know. Must never change a sale or a price, never show the inspected a visit before it is done, and never let
 * whoever found a fault close it.
 */
@NullMarked
package org.bangxiao.supervision;

import org.jspecify.annotations.NullMarked;
