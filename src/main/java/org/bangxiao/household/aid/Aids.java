package org.bangxiao.household.aid;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Words;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Grants, loans and donations: an officer of the area writes one down, another person of the county confirms it. Voided with a
 * reason it stays readable and no longer counts. Nothing of it is ever posted.
 */
@ApplicationScoped
public class Aids {
    private static final int REASON_MIN = 2;
    private static final int REASON_MAX = 200;
    private static final List<String> READERS = List.of(Role.AUDITOR, Role.COUNTY_OFFICER, Role.VILLAGE_OFFICER);

    private final AidRepository repository;
    private final BusinessClock clock;
    private final Tx tx;

    Aids(AidRepository repository, BusinessClock clock, Tx tx) {
        this.repository = repository;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * Writes one down. Field problems as in {@link AidDraft#checked}, {@code aid-village-unknown} for a village that has no
     * household in the register or lies outside the officer's area; {@code not-found} for such a household.
     */
    public Uni<Aid> enter(Actor officer, AidDraft asked) {
        return enter(officer, asked, false);
    }

    /** The same for the demo world, marked as such. */
    public Uni<Aid> enterDemo(Actor officer, AidDraft asked) {
        return enter(officer, asked, true);
    }

    private Uni<Aid> enter(Actor officer, AidDraft asked, boolean demo) {
        UUID id = Ids.next();
        return tx.write(connection -> village(connection, officer, asked).chain(village -> {
                    AidDraft draft = asked.checked(clock.today());
                    return repository
                            .insert(connection, id, draft, village, officer, clock.instant(), demo)
                            .chain(() -> audit(connection, officer, "aid-enter", id));
                }))
                .chain(() -> known(id));
    }

    /**
     * Another person of the county confirms it. Fails with {@code four-eyes}, {@code aid-beneficiary} for whose own household
     * it reached, {@code aid-moved-on}, {@code not-found} outside the officer's county.
     */
    public Uni<Aid> confirm(Actor officer, UUID id) {
        return step(officer, id, Aid.State.CONFIRMED, null);
    }

    /** The county does not take it; field problem {@code reason-needed}, {@code aid-moved-on}, {@code not-found}. */
    Uni<Aid> refuse(Actor officer, UUID id, @Nullable String reason) {
        return step(officer, id, Aid.State.REFUSED, words(reason));
    }

    /**
     * Another person of the county than the one who wrote it down says why it was wrong: it no longer counts. Field problem
     * {@code reason-needed}; {@code four-eyes}, {@code aid-moved-on} unless it is confirmed, {@code not-found}.
     */
    Uni<Aid> voided(Actor officer, UUID id, @Nullable String reason) {
        return step(officer, id, Aid.State.VOIDED, words(reason));
    }

    /** One of them; {@code not-found} outside the reader's area. */
    Uni<Aid> find(Actor reader, UUID id) {
        String sight = reader.sightAs(READERS);
        return known(id).invoke(found -> {
            if (!found.villageCode().startsWith(sight)) {
                throw Problem.notFound();
            }
        });
    }

    /** Those of the reader's area, the newest first. */
    Uni<Page<Aid>> list(Actor reader, Aid.@Nullable State state, @Nullable String cursor, int size) {
        int limit = Page.sizeOf(size);
        return repository
                .list(
                        tx.pool(),
                        reader.sightAs(READERS),
                        state,
                        Page.numberOf(cursor, Long.MAX_VALUE, Long::valueOf),
                        limit + 1)
                .map(found -> Page.of(found, limit, last -> String.valueOf(last.number())));
    }

    /** What reached a household beside its sales and stands, the newest first. */
    public Uni<List<AidReceived>> received(SqlConnection connection, UUID household) {
        return repository.received(connection, household);
    }

    /** Whether the officer decides on it: of its county, and not the one who wrote it down. */
    static boolean decides(Actor officer, Aid aid) {
        return (aid.state() == Aid.State.ENTERED || aid.state() == Aid.State.CONFIRMED)
                && officer.actsIn(Role.COUNTY_OFFICER, aid.villageCode());
    }

    private Uni<Aid> known(UUID id) {
        return repository.find(tx.pool(), id).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Uni<Aid> step(Actor officer, UUID id, Aid.State to, @Nullable String reason) {
        Aid.State from = to == Aid.State.VOIDED ? Aid.State.CONFIRMED : Aid.State.ENTERED;
        return tx.write(connection -> repository
                        .find(connection, id)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .invoke(aid -> officer.requireArea(Role.COUNTY_OFFICER, aid.villageCode()))
                        .invoke(aid -> {
                            if (aid.state() != from) {
                                throw movedOn();
                            }
                        })
                        .chain(() -> repository.step(connection, id, to, reason, officer, clock.instant()))
                        .chain(() ->
                                audit(connection, officer, "aid-" + to.name().toLowerCase(Locale.ROOT), id)))
                .onFailure()
                .transform(Aids::refusal)
                .chain(() -> known(id));
    }

    private Uni<AidRepository.Village> village(SqlConnection connection, Actor officer, AidDraft asked) {
        UUID household = asked.householdId();
        String code = asked.villageCode();
        if (household == null && (code == null || !code.strip().matches("\\d{12}"))) {
            throw Problem.field("/villageCode", "aid-village-unknown");
        }
        return household == null
                ? repository
                        .village(connection, String.valueOf(code).strip())
                        .map(found -> found.filter(village -> writes(officer, village.code()))
                                .orElseThrow(() -> Problem.field("/villageCode", "aid-village-unknown")))
                : repository
                        .villageOf(connection, household)
                        .map(found -> found.filter(village -> writes(officer, village.code()))
                                .orElseThrow(Problem::notFound));
    }

    private static boolean writes(Actor officer, String village) {
        return officer.actsIn(Role.VILLAGE_OFFICER, village) || officer.actsIn(Role.COUNTY_OFFICER, village);
    }

    private static Throwable refusal(Throwable failure) {
        if (SqlState.violates(failure, "household_aid_four_eyes")) {
            return Problem.of(Problem.Kind.CONFLICT, "four-eyes");
        }
        if (SqlState.violates(failure, "household_aid_beneficiary")) {
            return Problem.of(Problem.Kind.CONFLICT, "aid-beneficiary");
        }
        // Two of the county at the same moment: the second finds it decided.
        return SqlState.violates(failure, "household_aid_decided_once")
                        || SqlState.violates(failure, "household_aid_step_pkey")
                ? movedOn()
                : failure;
    }

    private static Problem movedOn() {
        return Problem.of(Problem.Kind.CONFLICT, "aid-moved-on");
    }

    private static String words(@Nullable String reason) {
        String text = Words.tidy(reason);
        if (text.length() < REASON_MIN || text.length() > REASON_MAX) {
            throw Problem.field("/reason", "reason-needed", REASON_MIN, REASON_MAX);
        }
        return text;
    }

    private Uni<Void> audit(SqlConnection connection, Actor by, String deed, UUID id) {
        return Audit.write(
                connection,
                new Audit.Deed(
                        clock.instant(), by.accountId(), by.personId(), null, deed, "aid", id.toString(), Map.of()));
    }
}
