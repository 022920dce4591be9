package org.bangxiao.review;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.jspecify.annotations.Nullable;

/** What holds for everything that is said of goods: how long it may be, who judges it, and how it is leafed through. */
final class Saying {
    static final int LONGEST = 1000;
    static final int LONGEST_REASON = 500;
    private static final int SHORTEST = 2;
    private static final List<String> OFFICES =
            List.of(Role.TASK_FORCE, Role.REGION_OFFICER, Role.CITY_OFFICER, Role.COUNTY_OFFICER, Role.ADMINISTRATOR);

    private Saying() {}

    /** {@code field-required}, {@code field-too-long}. */
    static String required(String pointer, @Nullable String value, int longest) {
        String text = text(pointer, value, longest);
        if (text.length() < SHORTEST) {
            throw Problem.field(pointer, "field-required");
        }
        return text;
    }

    static String text(String pointer, @Nullable String value, int longest) {
        String text = value == null ? "" : value.replace("\u0000", "").strip();
        if (text.length() > longest) {
            throw Problem.field(pointer, "field-too-long", longest);
        }
        return text;
    }

    /** How the codes of the counties begin in which an office may hide what was said; {@code forbidden} for no office. */
    static String sight(Actor actor) {
        return actor.sightAs(OFFICES);
    }

    /** @param found one more than {@code size} where there are more */
    static <T> Page<T> page(List<T> found, int size, Function<T, UUID> id) {
        List<T> items = found.stream().limit(size).toList();
        String next = found.size() > size ? id.apply(items.get(size - 1)).toString() : null;
        return new Page<>(items, next, -1);
    }

    /** Into the trail, in the transaction of the deed. */
    static Uni<Void> deed(
            SqlConnection connection, Instant now, @Nullable Actor actor, String action, String kind, UUID id) {
        return Audit.write(
                connection,
                new Audit.Deed(
                        now,
                        actor == null ? null : actor.accountId(),
                        actor == null ? null : actor.personId(),
                        null,
                        action,
                        kind,
                        id.toString(),
                        Map.of()));
    }
}
