package org.bangxiao.catalogue;

import java.time.LocalDate;

/**
 * A day on which a service is offered, as its supplier sees it.
 *
 * @param places 1 to 9999
 * @param booked places that are sold, or held at a checkout
 * @param closed true: nothing more is booked; what is booked stays
 */
public record VisitDay(LocalDate day, long places, long booked, boolean closed) {
    /** 1 is Monday. */
    public int weekday() {
        return day.getDayOfWeek().getValue();
    }

    /** Places that can be booked. */
    public long free() {
        return closed ? 0 : places - booked;
    }
}
