package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.document.Documents;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.PinnedPacks;
import org.bangxiao.region.PolicyPack;
import org.jspecify.annotations.Nullable;

/**
 * Objections on the desk of the level that answers them: taken on by one officer, looked into, decided by
 * {@link Objections}. Who objected is read only with a purpose, which the trail keeps.
 */
@ApplicationScoped
public class Investigations {
    private static final int NOTE_MAX = 4000;

    /** An objection before an officer. */
    record Desk(
            ObjectionRepository.Filed filed,
            List<InvestigationNote> notes,
            boolean mayAnswer,
            boolean mine,
            boolean overdue) {}

    /**
     * Who objected, in the clear.
     *
     * @param name  null where none was given
     * @param phone null where none was given
     */
    public record Contact(@Nullable String name, @Nullable String phone) {}

    private final Tx tx;
    private final BusinessClock clock;
    private final Secrets secrets;
    private final PinnedPacks packs;
    private final Documents documents;
    private final ObjectionRepository repository;

    Investigations(
            Tx tx,
            BusinessClock clock,
            Secrets secrets,
            PinnedPacks packs,
            Documents documents,
            ObjectionRepository repository) {
        this.tx = tx;
        this.clock = clock;
        this.secrets = secrets;
        this.packs = packs;
        this.documents = documents;
        this.repository = repository;
    }

    /** Those of the actor's area: the open ones, oldest first, or the decided ones, newest first. */
    Uni<Page<ObjectionRepository.Filed>> page(
            Actor actor, boolean open, boolean overdue, @Nullable String cursor, int size) {
        String area =
                actor.areaAs(Applications.reading(actor)).map(AreaCode::prefix).orElse("");
        int shown = Page.sizeOf(size);
        Cursor after = Cursor.read(cursor);
        return tx.read(connection ->
                        repository.list(connection, area, open, overdue ? clock.today() : null, after, shown + 1))
                .map(found -> {
                    if (found.size() <= shown) {
                        return new Page<>(found, null, -1);
                    }
                    ObjectionView last = found.get(shown - 1).objection();
                    return new Page<>(found.subList(0, shown), new Cursor(last.lodgedAt(), last.id()).text(), -1);
                });
    }

    /** {@code not-found} outside the actor's area. */
    Uni<Desk> find(Actor actor, UUID id) {
        return filed(actor, id)
                .chain(filed -> packs.at(filed.packVersion())
                        .chain(pack -> tx.read(connection -> repository.notes(connection, id))
                                .map(notes -> new Desk(
                                        filed,
                                        notes,
                                        filed.objection().outcome() == null && role(actor, filed, pack) != null,
                                        actor.accountId().equals(filed.takenBy()),
                                        filed.objection().overdueOn(clock.today())))));
    }

    /** Takes the objection on; another officer of the level may take it over. {@code objection-decided}. */
    public Uni<Void> take(Actor actor, UUID id) {
        Instant now = clock.instant();
        return competent(
                actor,
                id,
                (filed, role) -> tx.write(connection -> repository
                        .take(connection, id, actor.accountId(), now)
                        .invoke(taken -> {
                            if (!taken) {
                                throw CertificationProblems.objectionDecided();
                            }
                        })
                        .chain(() ->
                                Audit.write(connection, deed(actor, role, "objection-take", filed, now, Map.of())))));
    }

    /** Writes down what was found out; at most 4000 characters. */
    public Uni<Void> note(Actor actor, UUID id, @Nullable String written) {
        String text = Drafts.plain(written);
        if (text.isEmpty()) {
            throw Problem.field("/text", "field-required");
        }
        if (text.length() > NOTE_MAX) {
            throw Problem.field("/text", "field-too-long", NOTE_MAX);
        }
        Instant now = clock.instant();
        return competent(
                actor,
                id,
                (filed, role) -> tx.write(connection -> repository
                        .note(connection, id, actor, text, now)
                        .chain(() ->
                                Audit.write(connection, deed(actor, role, "objection-note", filed, now, Map.of())))));
    }

    /** Who objected; the trail keeps who asked, and why. */
    public Uni<Contact> contact(Actor actor, UUID id, @Nullable String written) {
        String purpose = Drafts.plain(written);
        if (purpose.isEmpty()) {
            throw Problem.field("/purpose", "field-required");
        }
        Instant now = clock.instant();
        return competent(
                actor,
                id,
                (filed, role) -> tx.write(connection -> repository
                        .sealed(connection, id)
                        .map(kept -> new Contact(
                                open(kept.get("name"), Objections.place(id, "name")),
                                open(kept.get("contact"), Objections.place(id, "contact"))))
                        .call(() -> Audit.write(
                                connection,
                                deed(actor, role, "objection-contact-read", filed, now, Map.of("purpose", purpose))))));
    }

    /** The file that came with it, for the offices of the area. */
    Uni<Response> evidence(Actor actor, UUID id) {
        return filed(actor, id)
                .chain(() -> tx.read(connection -> repository.evidence(connection, id)))
                .chain(hash -> documents.answer(hash.orElseThrow(Problem::notFound)));
    }

    private interface Work<T> {
        Uni<T> with(ObjectionRepository.Filed filed, String role);
    }

    private <T> Uni<T> competent(Actor actor, UUID id, Work<T> work) {
        return filed(actor, id)
                .chain(filed -> packs.at(filed.packVersion()).chain(pack -> {
                    String role = role(actor, filed, pack);
                    if (role == null) {
                        throw CertificationProblems.stepOfAnotherLevel();
                    }
                    return work.with(filed, role);
                }));
    }

    private Uni<ObjectionRepository.Filed> filed(Actor actor, UUID id) {
        String area =
                actor.areaAs(Applications.reading(actor)).map(AreaCode::prefix).orElse("");
        return tx.read(connection -> repository.find(connection, id))
                .map(found -> found.filter(filed -> filed.countyCode().startsWith(area))
                        .orElseThrow(Problem::notFound));
    }

    private static @Nullable String role(Actor actor, ObjectionRepository.Filed filed, PolicyPack pack) {
        return Objections.level(actor, pack, pack.reviewStep(filed.step()), filed.countyCode())
                .flatMap(level -> Course.role(actor, pack, level, filed.countyCode()))
                .orElse(null);
    }

    private @Nullable String open(byte @Nullable [] cipher, String place) {
        return cipher == null ? null : secrets.decrypt(cipher, place);
    }

    private static Audit.Deed deed(
            Actor actor,
            String role,
            String action,
            ObjectionRepository.Filed filed,
            Instant now,
            Map<String, Object> more) {
        Map<String, Object> detail = new HashMap<>(more);
        detail.put("objection", filed.objection().id().toString());
        return new Audit.Deed(
                now,
                actor.accountId(),
                actor.personId(),
                role,
                action,
                "application",
                filed.objection().applicationId().toString(),
                detail);
    }
}
