package org.bangxiao.notice;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.platform.web.Messages;
import org.jspecify.annotations.Nullable;

/** Tells people what happened and shows them what they were told; by mail too where they wish, see {@link MailOutbox}. */
@ApplicationScoped
public class Inbox {
    private final InboxRepository repository;
    private final GuestMails guests;
    private final BusinessClock clock;
    private final Tx tx;

    Inbox(InboxRepository repository, GuestMails guests, BusinessClock clock, Tx tx) {
        this.repository = repository;
        this.guests = guests;
        this.clock = clock;
        this.tx = tx;
    }

    /** Writes a note in the transaction of its deed; the same note to the same reader only once. */
    public Uni<Void> tell(SqlConnection connection, Note note) {
        return note.to().subject() == null
                ? repository.insert(connection, note, clock.instant())
                : guests.tell(connection, note);
    }

    public Uni<Void> tell(SqlConnection connection, List<Note> notes) {
        Uni<Void> told = Uni.createFrom().voidItem();
        for (Note note : notes) {
            told = told.chain(() -> tell(connection, note));
        }
        return told;
    }

    /** How many of the reader's notes are new. */
    public Uni<Long> unread(SqlConnection connection, Actor reader) {
        return repository.unread(connection, reader);
    }

    Uni<Page<InboxEntry>> page(Actor reader, String language, @Nullable UUID before, int size) {
        return tx.read(connection -> repository.page(connection, reader, before, size + 1))
                .map(found -> {
                    List<InboxEntry> items = found.stream()
                            .limit(size)
                            .map(note -> entry(note, language))
                            .toList();
                    String next = found.size() > size ? items.get(size - 1).id().toString() : null;
                    return new Page<>(items, next, -1);
                });
    }

    /** Marks one note as read by this reader; {@code not-found} where it is none of theirs. */
    Uni<Void> read(Actor reader, UUID note) {
        return tx.write(connection -> repository.markRead(connection, reader, note, clock.instant()))
                .invoke(meant -> {
                    if (meant == 0) {
                        throw Problem.notFound();
                    }
                })
                .replaceWithVoid();
    }

    /** Marks it as read and answers where it leads; {@code not-found} where it is none of the reader's. */
    Uni<String> open(Actor reader, UUID note) {
        return tx.write(connection -> repository
                .link(connection, reader, note)
                .map(found -> found.orElseThrow(Problem::notFound))
                .call(() -> repository.markRead(connection, reader, note, clock.instant())));
    }

    Uni<Void> readAll(Actor reader) {
        return tx.write(connection -> repository.markRead(connection, reader, null, clock.instant()))
                .replaceWithVoid();
    }

    private static InboxEntry entry(InboxRepository.Stored note, String language) {
        return new InboxEntry(
                note.id(),
                note.at(),
                Messages.get(language, note.key(), note.arguments().toArray()),
                note.link(),
                note.read());
    }
}
