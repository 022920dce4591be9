package org.bangxiao.organisation;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.notice.Inbox;
import org.bangxiao.notice.Note;
import org.bangxiao.notice.Reader;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * The county's side: who is in the register, let in or sent back, suspended and lifted. Problems: {@code not-found} outside
 * the officer's area, {@code supplier-wrong-state}, {@code supplier-changed-meanwhile}, {@code supplier-own-deed} and the
 * field problem {@code supplier-reason-missing}.
 */
@ApplicationScoped
public class SupplierRegister {
    static final List<String> READERS = List.of(
            Role.COUNTY_OFFICER,
            Role.CITY_OFFICER,
            Role.REGION_OFFICER,
            Role.TASK_FORCE,
            Role.AUDITOR,
            Role.ADMINISTRATOR);
    private static final UUID FIRST = new UUID(0, 0);
    private static final int ROWS_A_READ = 500;

    private final Tx tx;
    private final SupplierRepository repository;
    private final SupplierDocumentRepository documents;
    private final StandingRepository standings;
    private final Secrets secrets;
    private final Inbox inbox;
    private final BusinessClock clock;

    SupplierRegister(
            Tx tx,
            SupplierRepository repository,
            SupplierDocumentRepository documents,
            StandingRepository standings,
            Secrets secrets,
            Inbox inbox,
            BusinessClock clock) {
        this.tx = tx;
        this.repository = repository;
        this.documents = documents;
        this.standings = standings;
        this.secrets = secrets;
        this.inbox = inbox;
        this.clock = clock;
    }

    /** A supplier with its documents, for itself and for those who watch over its area; {@code not-found} otherwise. */
    public Uni<SupplierView.WithDocuments> seenBy(Actor reader, UUID id) {
        return tx.read(connection -> repository
                .find(connection, id, clock.today())
                .map(found -> found.orElseThrow(Problem::notFound))
                .invoke(view -> requireReader(reader, view))
                .chain(view -> documents
                        .of(connection, id)
                        .map(held -> new SupplierView.WithDocuments(view, List.copyOf(held)))));
    }

    /** The suppliers of the reader's area, those waiting longest first. */
    public Uni<Page<SupplierView>> page(Actor reader, String words, String state, String cursor, int size) {
        Place after = Place.of(cursor);
        return tx.read(connection -> repository.page(
                        connection,
                        new SupplierRepository.Filter(reader.sightAs(READERS), words, state),
                        after.at(),
                        after.id(),
                        size + 1,
                        clock.today()))
                .map(found -> {
                    List<SupplierView> shown = found.stream().limit(size).toList();
                    String next =
                            found.size() > size ? Place.of(shown.get(size - 1)).encoded() : null;
                    return new Page<>(shown, next, -1);
                });
    }

    /** Every supplier that matches; between two reads no connection is held. */
    Multi<SupplierView> stream(Actor reader, String words, String state) {
        SupplierRepository.Filter filter = new SupplierRepository.Filter(reader.sightAs(READERS), words, state);
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new AtomicReference<>(new Place(Instant.EPOCH, FIRST)),
                        last -> read(filter, Objects.requireNonNull(last.get())).invoke(found -> {
                            if (!found.isEmpty()) {
                                last.set(Place.of(found.get(found.size() - 1)));
                            }
                        }))
                .whilst(found -> found.size() == ROWS_A_READ)
                .onItem()
                .disjoint();
    }

    private Uni<List<SupplierView>> read(SupplierRepository.Filter filter, Place after) {
        return tx.read(
                connection -> repository.page(connection, filter, after.at(), after.id(), ROWS_A_READ, clock.today()));
    }

    /** Lets a supplier in, with the documents that were handed in; whatever an officer refused before stays refused. */
    public Uni<Void> confirm(Actor officer, UUID id, int version) {
        Instant now = clock.instant();
        return tx.write(connection -> of(connection, officer, id, version, SupplierState.REGISTERED)
                .chain(view -> documents
                        .of(connection, id)
                        .chain(held -> confirmAll(connection, officer, held, now)
                                .chain(() -> repository.confirmed(
                                        connection, id, clock.today(), officer.personId(), view.required()))
                                .chain(() -> standings.refresh(connection, id, now))
                                .chain(() -> told(connection, view, "note.supplier-confirmed", ""))
                                .chain(() -> audit(
                                        connection,
                                        officer,
                                        "supplier-confirm",
                                        id,
                                        Map.of(
                                                "files",
                                                held.stream()
                                                        .map(DocumentView::sha256)
                                                        .toList())))))
                .onFailure(failure -> SqlState.violates(failure, "organisation_nobody_confirms_themselves"))
                .transform(own -> SupplierProblems.ownDeed()));
    }

    private Uni<Void> confirmAll(SqlConnection connection, Actor officer, List<DocumentView> held, Instant now) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (DocumentView document : held) {
            if (document.state() == DocumentView.State.WAITING) {
                all = all.chain(() -> documents
                        .decide(connection, document.id(), DocumentView.State.CONFIRMED, "", officer.personId(), now)
                        .replaceWithVoid());
            }
        }
        return all;
    }

    public Uni<Void> sendBack(Actor officer, UUID id, int version, String reason) {
        requireReason(reason);
        return tx.write(connection -> of(connection, officer, id, version, SupplierState.REGISTERED)
                .chain(view -> repository
                        .returned(connection, id, reason.strip())
                        .chain(() -> told(connection, view, "note.supplier-returned", reason.strip())))
                .chain(() -> audit(connection, officer, "supplier-return", id, Map.of("reason", reason.strip()))));
    }

    /** Keeps a supplier from selling from this moment on, in every place. */
    public Uni<Void> suspend(Actor officer, UUID id, int version, String reason) {
        requireReason(reason);
        Instant now = clock.instant();
        return tx.write(connection -> of(connection, officer, id, version, SupplierState.CONFIRMED)
                .chain(view -> repository
                        .suspend(connection, Ids.next(), id, reason.strip(), officer, now)
                        .chain(() -> standings.refresh(connection, id, now))
                        .chain(() -> told(connection, view, "note.supplier-suspended", reason.strip())))
                .chain(() -> audit(connection, officer, "supplier-suspend", id, Map.of("reason", reason.strip()))));
    }

    public Uni<Void> lift(Actor officer, UUID id, int version, String reason) {
        requireReason(reason);
        Instant now = clock.instant();
        return tx.write(connection -> of(connection, officer, id, version, SupplierState.SUSPENDED)
                .chain(view -> repository
                        .lift(connection, id, officer, now)
                        .chain(() -> standings.refresh(connection, id, now))
                        .chain(() -> told(connection, view, "note.supplier-lifted", "")))
                .chain(() -> audit(connection, officer, "supplier-lift", id, Map.of("reason", reason.strip()))));
    }

    /** Name and numbers in the clear, for an officer of the county, entered in the trail with the purpose. */
    public Uni<SupplierView.Clear> readClear(Actor officer, UUID id, String purpose) {
        if (purpose.strip().length() < 5) {
            throw SupplierProblems.purposeMissing();
        }
        return tx.write(connection -> repository
                .find(connection, id, clock.today())
                .map(found -> found.orElseThrow(Problem::notFound))
                .invoke(view -> officer.requireArea(Role.COUNTY_OFFICER, view.areaCode()))
                .chain(() -> audit(connection, officer, "supplier-read-clear", id, Map.of("purpose", purpose.strip())))
                .chain(() -> repository.encrypted(connection, id))
                .map(found -> opened(id, found.orElseThrow(Problem::notFound))));
    }

    private SupplierView.Clear opened(UUID id, SupplierRepository.Sealed sealed) {
        return new SupplierView.Clear(
                secrets.decrypt(sealed.legalPerson().getBytes(), SealedPerson.place(id, "legal-person")),
                secrets.decrypt(sealed.idNumber().getBytes(), SealedPerson.place(id, "id-number")),
                secrets.decrypt(sealed.bank().getBytes(), SealedPerson.place(id, "bank")));
    }

    private Uni<SupplierView> of(SqlConnection connection, Actor officer, UUID id, int version, SupplierState state) {
        return repository
                .lock(connection, id, clock.today())
                .map(found -> found.orElseThrow(Problem::notFound))
                .invoke(view -> officer.requireArea(Role.COUNTY_OFFICER, view.areaCode()))
                .call(() -> requireNotOwn(connection, repository, officer, id))
                .invoke(view -> {
                    if (view.state() != state) {
                        throw SupplierProblems.wrongState();
                    }
                    if (view.version() != version) {
                        throw SupplierProblems.changedMeanwhile();
                    }
                });
    }

    private Uni<Void> told(SqlConnection connection, SupplierView view, String key, String reason) {
        return inbox.tell(
                connection,
                new Note(
                        Reader.organisation(view.id()),
                        key,
                        List.of(reason),
                        "/desk/organisation",
                        key + ":" + view.id() + ":" + view.version()));
    }

    private Uni<Void> audit(SqlConnection connection, Actor by, String action, UUID id, Map<String, Object> detail) {
        return Audit.write(connection, Deeds.of(clock.instant(), by, Role.COUNTY_OFFICER, action, id, detail));
    }

    /** {@code supplier-own-deed} for a person who acts for the supplier, under whatever account. */
    static Uni<Void> requireNotOwn(
            SqlConnection connection, SupplierRepository repository, Actor officer, UUID supplier) {
        return repository
                .belongs(connection, officer.personId(), supplier)
                .invoke(own -> {
                    if (own) {
                        throw SupplierProblems.ownDeed();
                    }
                })
                .replaceWithVoid();
    }

    static void requireReader(Actor reader, SupplierView view) {
        boolean own =
                reader.organisationAs(Role.SUPPLIER).filter(view.id()::equals).isPresent();
        if (!own && READERS.stream().noneMatch(role -> reader.actsIn(role, view.areaCode()))) {
            throw Problem.notFound();
        }
    }

    private static void requireReason(String reason) {
        if (reason.strip().length() < 2 || reason.strip().length() > 500) {
            throw SupplierProblems.reasonMissing();
        }
    }

    /** A place in the order of the list. */
    private record Place(Instant at, UUID id) {
        static Place of(SupplierView view) {
            return new Place(view.registeredAt(), view.id());
        }

        static Place of(@Nullable String cursor) {
            try {
                if (cursor != null && !cursor.isEmpty()) {
                    String[] parts = cursor.split("_", 2);
                    return new Place(Instant.parse(parts[0]), UUID.fromString(parts[1]));
                }
            } catch (RuntimeException notACursor) {
                throw Problem.field("/cursor", "field-invalid", "");
            }
            return new Place(Instant.EPOCH, FIRST);
        }

        String encoded() {
            return at + "_" + id;
        }
    }
}
