package org.bangxiao.demo;

import java.util.List;
import org.bangxiao.household.LinkKind;

/**
 * An invented supplier of a real county.
 *
 * @param number    0 upwards, its identity in the demo world
 * @param position  its place among the suppliers of its county
 * @param linkKinds the first carries the link criterion and the agreements, a second may stand beside it
 */
public record DemoSupplier(
        int number,
        int position,
        Type type,
        String creditCode,
        String countyCode,
        String villageCode,
        String villageZh,
        String nameZh,
        String nameEn,
        String legalPerson,
        String phone,
        String bankAccount,
        List<LinkKind> linkKinds) {
    /** What the supplier is, with the first two characters of its credit code. */
    public enum Type {
        COOPERATIVE("93"),
        COMPANY("91"),
        FAMILY_FARM("92");

        private final String creditPrefix;

        Type(String creditPrefix) {
            this.creditPrefix = creditPrefix;
        }

        public String creditPrefix() {
            return creditPrefix;
        }
    }

    public DemoSupplier {
        linkKinds = List.copyOf(linkKinds);
    }
}
