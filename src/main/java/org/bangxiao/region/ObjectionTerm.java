package org.bangxiao.region;

/**
 * Who investigates what is held against a notice, and in how many days.
 *
 * @param level id of the level that an objection is assigned to
 */
public record ObjectionTerm(String level, int days, ReviewStep.DayCount calendar) {}
