package org.bangxiao.demo;

import java.time.LocalDate;
import org.bangxiao.household.LinkKind;

/**
 * One household's contract with one supplier.
 *
 * @param weight in the unit of {@link LinkKind}, more than 0
 * @param until  the contract's last day
 */
public record BenefitLink(
        int supplier, int household, LinkKind kind, long weight, String contract, LocalDate from, LocalDate until) {}
