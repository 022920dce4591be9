package org.bangxiao.monitoring;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
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
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/** The monitoring desk: officers of the area read its alerts, those of the county deal with them. */
@ApplicationScoped
public class Alerts {
    static final int WORDS_MIN = 2;
    static final int WORDS_MAX = 500;
    private static final List<String> READERS = List.of(Role.AUDITOR, Role.COUNTY_OFFICER, Role.VILLAGE_OFFICER);

    private final Tx tx;
    private final BusinessClock clock;
    private final AlertRepository repository;

    Alerts(Tx tx, BusinessClock clock, AlertRepository repository) {
        this.tx = tx;
        this.clock = clock;
        this.repository = repository;
    }

    /** A page of the alerts of the reader's area: open ones oldest first, closed ones newest first. */
    Uni<Page<Alert>> list(Actor actor, boolean open, @Nullable String cursor, int size) {
        if (size < 1 || size > Page.MAX_SIZE) {
            throw Problem.field("/size", "field-invalid", "size");
        }
        return repository
                .list(
                        tx.pool(),
                        actor.sightAs(READERS),
                        open,
                        Page.numberOf(cursor, open ? 0 : Long.MAX_VALUE, Long::valueOf),
                        size + 1)
                .map(found -> Page.of(found, size, last -> String.valueOf(last.number())));
    }

    /** Counties and villages of the reader's area with their figures since the year began, by code. */
    Uni<Page<AlertFigures>> figures(Actor actor, @Nullable String cursor, int size) {
        int limit = Page.sizeOf(size);
        String after = cursor == null ? "" : cursor;
        if (!after.matches("\\d{0,12}")) {
            throw Problem.field("/cursor", "field-invalid", "cursor");
        }
        return repository
                .figures(tx.pool(), actor.sightAs(READERS), yearBegan(), after, limit + 1)
                .map(found -> Page.of(found, limit, AlertFigures::areaCode));
    }

    /** The same of all of the reader's area. */
    Uni<AlertFigures> total(Actor actor) {
        return repository.total(tx.pool(), actor.sightAs(READERS), yearBegan());
    }

    private Instant yearBegan() {
        return clock.today().withDayOfYear(1).atStartOfDay(BusinessClock.CHINA).toInstant();
    }

    /** One alert, or {@code not-found} outside the reader's area. */
    Uni<Alert> find(Actor actor, UUID id) {
        String sight = actor.sightAs(READERS);
        return repository
                .find(tx.pool(), id)
                .map(found ->
                        found.filter(one -> one.villageCode().startsWith(sight)).orElseThrow(Problem::notFound));
    }

    /** Whether the actor deals with it. */
    static boolean deals(Actor actor, Alert alert) {
        return !alert.closed()
                && actor.actsIn(Role.COUNTY_OFFICER, alert.villageCode().substring(0, 6));
    }

    /** Says what is done; {@code relapse-alert-moved-on} unless it is open, {@code field-required}, {@code field-too-long}. */
    public Uni<Alert> measure(Actor actor, UUID id, Alert.@Nullable Measure kind, @Nullable String text) {
        if (kind == null) {
            return Uni.createFrom().failure(Problem.field("/kind", "field-required"));
        }
        String words = words("measure", text);
        return moved(
                actor,
                id,
                List.of(Alert.State.OPEN),
                Alert.State.MEASURE,
                Map.of("kind", kind.name()),
                connection -> repository.measure(connection, id, kind, words, actor, clock.instant()));
    }

    /**
     * Closes it with the reason: dismissed at any time, resolved only after a measure ({@code relapse-alert-moved-on}
     * otherwise); {@code field-required}, {@code field-too-long}.
     */
    public Uni<Alert> end(Actor actor, UUID id, Alert.@Nullable State state, @Nullable String reason) {
        if (state != Alert.State.RESOLVED && state != Alert.State.DISMISSED) {
            return Uni.createFrom().failure(Problem.field("/state", "field-required"));
        }
        String words = words("reason", reason);
        List<Alert.State> from = state == Alert.State.RESOLVED
                ? List.of(Alert.State.MEASURE)
                : List.of(Alert.State.OPEN, Alert.State.MEASURE);
        return moved(
                actor,
                id,
                from,
                state,
                Map.of(),
                connection -> repository.end(connection, id, state, words, actor, clock.instant()));
    }

    private Uni<Alert> moved(
            Actor actor,
            UUID id,
            List<Alert.State> from,
            Alert.State to,
            Map<String, Object> detail,
            Function<SqlConnection, Uni<Void>> written) {
        return find(actor, id)
                .chain(seen -> tx.write(connection -> repository
                        .locked(connection, id)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .invoke(one -> {
                            actor.requireArea(
                                    Role.COUNTY_OFFICER, one.villageCode().substring(0, 6));
                            if (!from.contains(one.state())) {
                                throw Problem.of(Problem.Kind.CONFLICT, "relapse-alert-moved-on");
                            }
                        })
                        .chain(one -> written.apply(connection))
                        .chain(() -> Audit.write(connection, deed(actor, id, to, detail)))))
                .chain(() -> find(actor, id));
    }

    private Audit.Deed deed(Actor actor, UUID id, Alert.State to, Map<String, Object> detail) {
        Instant now = clock.instant();
        return new Audit.Deed(
                now,
                actor.accountId(),
                actor.personId(),
                Role.COUNTY_OFFICER,
                "relapse-alert-" + to.name().toLowerCase(java.util.Locale.ROOT),
                "relapse-alert",
                id.toString(),
                detail);
    }

    private static String words(String field, @Nullable String written) {
        String text = written == null ? "" : written.replace("\u0000", "").strip();
        if (text.length() < WORDS_MIN) {
            throw Problem.field("/" + field, "field-required");
        }
        if (text.length() > WORDS_MAX) {
            throw Problem.field("/" + field, "field-too-long", WORDS_MAX);
        }
        return text;
    }
}
