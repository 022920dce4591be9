package org.bangxiao.household;

/**
 * What became of households that were handed in.
 *
 * @param entered into the register
 * @param known   stood in it already and stay as they are
 */
public record Registered(int entered, int known) {}
