package org.bangxiao.certification;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/** What the address of a queue asks for; goes along to the case and back, so that one case follows the other. */
class QueueAsked {
    private static final String MINE = "MINE";
    private static final String ALL = "ALL";

    @QueryParam("state")
    @DefaultValue("")
    String state = "";

    @QueryParam("step")
    @DefaultValue("")
    String step = "";

    @QueryParam("county")
    @DefaultValue("")
    String county = "";

    @QueryParam("category")
    @DefaultValue("")
    String category = "";

    @QueryParam("waitingDays")
    @DefaultValue("")
    String waitingDays = "";

    @QueryParam("findings")
    @DefaultValue("")
    String findings = "";

    @QueryParam("priority")
    @DefaultValue("false")
    boolean priority;

    @QueryParam("overdue")
    @DefaultValue("false")
    boolean overdue;

    @QueryParam("words")
    @DefaultValue("")
    String words = "";

    @QueryParam("sort")
    @DefaultValue("")
    String sort = "";

    /** @param decides the reader has a turn somewhere: then what waits for it is shown where no state is asked for */
    QueueFilter filter(boolean decides) {
        String asked = state.isBlank() ? decides ? MINE : ApplicationState.IN_REVIEW.name() : state.strip();
        return new QueueFilter(
                asked.equals(MINE) || asked.equals(ALL) ? null : of(ApplicationState.class, "/state", asked),
                asked.equals(MINE),
                plain(step, "/step"),
                plain(county, "/county"),
                plain(category, "/category"),
                days(),
                plain(findings, "/findings"),
                priority,
                overdue,
                plain(words, "/words"),
                sort.isBlank() ? QueueFilter.Sort.LANE : of(QueueFilter.Sort.class, "/sort", sort.strip()));
    }

    private int days() {
        if (waitingDays.isBlank()) {
            return 0;
        }
        try {
            return Math.max(0, Math.min(Integer.parseInt(waitingDays.strip()), 3650));
        } catch (NumberFormatException e) {
            throw Problem.field("/waitingDays", "field-invalid", waitingDays);
        }
    }

    private static String plain(@Nullable String text, String pointer) {
        String plain = text == null ? "" : text.strip();
        if (plain.length() > 60 || plain.indexOf('\0') >= 0) {
            throw Problem.field(pointer, "field-invalid", "");
        }
        return plain;
    }

    private static <E extends Enum<E>> E of(Class<E> type, String pointer, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.field(pointer, "field-invalid", name));
    }
}
