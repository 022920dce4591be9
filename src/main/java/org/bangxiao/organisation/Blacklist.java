package org.bangxiao.organisation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.notice.Inbox;
import org.bangxiao.notice.Note;
import org.bangxiao.notice.Reader;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Suppliers that may neither apply nor sell, from a day to a day or for good. Problems: {@code not-found} outside the
 * officer's area, field problems {@code supplier-reason-missing} and {@code supplier-days-invalid}.
 */
@ApplicationScoped
public class Blacklist {
    /**
     * One entry.
     *
     * @param toOn     last day, null for good
     * @param liftedOn the day from which it no longer counts, null where it was not lifted
     */
    public record Entry(
            UUID id,
            UUID organisationId,
            String nameZh,
            String nameEn,
            String areaCode,
            LocalDate fromOn,
            @Nullable LocalDate toOn,
            String reason,
            boolean published,
            @Nullable LocalDate liftedOn) {
        public boolean standsOn(LocalDate day) {
            return !day.isBefore(fromOn)
                    && (toOn == null || !day.isAfter(toOn))
                    && (liftedOn == null || day.isBefore(liftedOn));
        }
    }

    private static final List<String> KEEPERS = List.of(Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER);

    private final Tx tx;
    private final BlacklistRepository repository;
    private final SupplierRepository suppliers;
    private final StandingRepository standings;
    private final Inbox inbox;
    private final BusinessClock clock;

    Blacklist(
            Tx tx,
            BlacklistRepository repository,
            SupplierRepository suppliers,
            StandingRepository standings,
            Inbox inbox,
            BusinessClock clock) {
        this.tx = tx;
        this.repository = repository;
        this.suppliers = suppliers;
        this.standings = standings;
        this.inbox = inbox;
        this.clock = clock;
    }

    /** An officer of the area enters a supplier. */
    public Uni<UUID> enter(
            Actor officer,
            UUID organisation,
            LocalDate from,
            @Nullable LocalDate to,
            String reason,
            boolean published) {
        return tx.write(connection -> suppliers
                .find(connection, organisation, clock.today())
                .map(found -> found.orElseThrow(Problem::notFound))
                .invoke(view -> requireKeeper(officer, view))
                .chain(() -> enter(connection, officer, organisation, from, to, reason, published)));
    }

    /** The same in the transaction of a deed that has made sure who may, of an inspection for instance. */
    public Uni<UUID> enter(
            SqlConnection connection,
            Actor officer,
            UUID organisation,
            LocalDate from,
            @Nullable LocalDate to,
            String reason,
            boolean published) {
        if (reason.strip().length() < 2 || reason.strip().length() > 500) {
            return Uni.createFrom().failure(SupplierProblems.reasonMissing());
        }
        if (to != null && to.isBefore(from)) {
            return Uni.createFrom().failure(Problem.field("/toOn", "supplier-days-invalid"));
        }
        UUID id = Ids.next();
        Instant now = clock.instant();
        return suppliers
                .lock(connection, organisation, clock.today())
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(() -> repository.insert(
                        connection, id, organisation, from, to, reason.strip(), published, officer, now))
                .chain(() -> standings.refresh(connection, organisation, now))
                .chain(() -> inbox.tell(
                        connection,
                        new Note(
                                Reader.organisation(organisation),
                                "note.supplier-blacklisted",
                                List.of(from.toString(), reason.strip()),
                                "/desk/organisation",
                                "supplier-blacklisted:" + id)))
                .chain(() -> Audit.write(
                        connection,
                        Deeds.of(
                                now,
                                officer,
                                null,
                                "supplier-blacklist",
                                organisation,
                                Map.of(
                                        "entry",
                                        id.toString(),
                                        "from",
                                        from.toString(),
                                        "to",
                                        String.valueOf(to),
                                        "reason",
                                        reason.strip()))))
                .replaceWith(id);
    }

    /** Takes a supplier off the list from today on. */
    public Uni<Void> lift(Actor officer, UUID entry, String reason) {
        return tx.write(connection -> repository
                .find(connection, entry)
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(found -> suppliers
                        .find(connection, found.organisationId(), clock.today())
                        .map(view -> view.orElseThrow(Problem::notFound))
                        .invoke(view -> requireKeeper(officer, view)))
                .chain(() -> lift(connection, officer, entry, reason))
                .invoke(lifted -> {
                    if (!lifted) {
                        throw SupplierProblems.wrongState();
                    }
                })
                .replaceWithVoid());
    }

    /** The same in the transaction of a deed that has made sure who may; false where it was lifted before. */
    public Uni<Boolean> lift(SqlConnection connection, Actor officer, UUID entry, String reason) {
        if (reason.strip().length() < 2 || reason.strip().length() > 500) {
            return Uni.createFrom().failure(SupplierProblems.reasonMissing());
        }
        Instant now = clock.instant();
        return repository
                .find(connection, entry)
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(found -> suppliers
                        .lock(connection, found.organisationId(), clock.today())
                        .chain(() -> repository.lift(connection, entry, clock.today(), officer, reason.strip()))
                        .call(lifted -> lifted
                                ? lifted(connection, officer, found, reason.strip(), now)
                                : Uni.createFrom().voidItem()));
    }

    private Uni<Void> lifted(SqlConnection connection, Actor officer, Entry entry, String reason, Instant now) {
        return standings
                .refresh(connection, entry.organisationId(), now)
                .chain(() -> Audit.write(
                        connection,
                        Deeds.of(
                                now,
                                officer,
                                null,
                                "supplier-blacklist-lift",
                                entry.organisationId(),
                                Map.of("entry", entry.id().toString(), "reason", reason))));
    }

    /** A supplier's entries, the newest first. */
    public Uni<List<Entry>> of(SqlConnection connection, UUID organisation) {
        return repository.of(connection, organisation);
    }

    /** What anybody may read: published entries that stand on that day, the newest first, at most 500. */
    public Uni<List<Entry>> published(SqlConnection connection, LocalDate day) {
        return repository.published(connection, day);
    }

    private static void requireKeeper(Actor officer, SupplierView view) {
        if (KEEPERS.stream().noneMatch(role -> officer.actsIn(role, view.areaCode()))) {
            throw Problem.notFound();
        }
    }
}
