package org.bangxiao.review;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bangxiao.catalogue.Products;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.notice.Inbox;
import org.bangxiao.notice.Note;
import org.bangxiao.notice.Reader;
import org.bangxiao.organisation.Mandates;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Questions of goods on sale: asked by a buyer who is signed in, at most {@value #A_DAY} a day; answered once by the
 * supplier or its agent, who may put the answer right for a day; hidden with a reason by an office of the goods' county or
 * above it. What nobody has answered is seen by who asked and who is to answer.
 */
@ApplicationScoped
public class Questions {
    static final String DESK = "/desk/questions";

    /** How many one buyer may ask on one day. */
    static final int A_DAY = 5;

    private static final int SHORTEST = 10;
    private static final int LONGEST = 200;

    private final Tx tx;
    private final BusinessClock clock;
    private final Products products;
    private final Mandates mandates;
    private final Inbox inbox;
    private final QuestionRepository repository;

    Questions(
            Tx tx,
            BusinessClock clock,
            Products products,
            Mandates mandates,
            Inbox inbox,
            QuestionRepository repository) {
        this.tx = tx;
        this.clock = clock;
        this.products = products;
        this.mandates = mandates;
        this.inbox = inbox;
        this.repository = repository;
    }

    /**
     * {@code not-found} for goods that are not on sale; {@code question-enough-today} (429); at {@code /content}
     * {@code question-too-short}, {@code field-too-long}.
     */
    Uni<UUID> ask(Actor asker, UUID listing, @Nullable String content) {
        String asked = Saying.text("/content", content, LONGEST);
        if (asked.length() < SHORTEST) {
            throw QuestionProblems.tooShort(SHORTEST);
        }
        UUID id = Ids.next();
        Instant now = clock.instant();
        return products.find(listing)
                .chain(goods -> tx.write(connection -> repository
                        .insert(connection, id, goods.card(), asker.accountId(), asked, now)
                        .chain(() -> inbox.tell(
                                connection,
                                new Note(
                                        Reader.organisation(goods.card().organisationId()),
                                        "note.question",
                                        List.of(goods.card().nameZh()),
                                        DESK,
                                        "question:" + id)))
                        .chain(() -> Saying.deed(connection, now, asker, "question-ask", "question", id))))
                .onFailure()
                .transform(QuestionProblems::named)
                .replaceWith(id);
    }

    /** Those that were answered, the newest first. */
    Uni<Page<Question>> ofListing(UUID listing, @Nullable UUID before, int size) {
        return repository
                .ofListing(tx.pool(), listing, before, size + 1)
                .map(found -> Saying.page(found, size, Question::id));
    }

    /** What the reader asked of goods and nobody else sees: not answered yet, or hidden; the newest 20. */
    Uni<List<Question>> ownUnseen(Actor asker, UUID listing) {
        return repository.ownUnseen(tx.pool(), asker.accountId(), listing);
    }

    /**
     * A buyer's own; those of the goods that a supplier or its agent answers for; those of an office's area.
     *
     * @param answered whether they have their answer; an office sees no others
     */
    Uni<Page<Question>> atDesk(Actor actor, boolean answered, @Nullable UUID before, int size) {
        Uni<List<Question>> found;
        if (actor.has(Role.SUPPLIER)) {
            UUID organisation = actor.requireOrganisationAs(Role.SUPPLIER);
            found = repository.ofSupplier(tx.pool(), organisation, clock.today(), answered, before, size + 1);
        } else if (actor.has(Role.CONSUMER)) {
            found = repository.ofAsker(tx.pool(), actor.accountId(), answered, before, size + 1);
        } else {
            found = repository.ofArea(tx.pool(), Saying.sight(actor), before, size + 1);
        }
        return found.map(all -> Saying.page(all, size, Question::id));
    }

    /**
     * Answers, or puts an answer of less than a day ago right; the asker is told of the first. {@code not-found} for
     * others' goods, {@code question-answered}, {@code question-hidden}; at {@code /answer} {@code field-required},
     * {@code field-too-long}.
     */
    Uni<Void> answer(Actor supplier, UUID id, @Nullable String text) {
        String said = Saying.required("/answer", text, Saying.LONGEST);
        Instant now = clock.instant();
        return tx.write(connection -> held(connection, id)
                .call(held -> mandates.requireActsFor(connection, supplier, held.organisationId(), held.productId()))
                .invoke(held -> {
                    if (held.question().hiddenReason() != null) {
                        throw QuestionProblems.hidden();
                    }
                    if (held.question().answer() != null && !held.question().correctable(now)) {
                        throw QuestionProblems.answered();
                    }
                })
                .chain(held -> held.question().answer() == null
                        ? repository
                                .answer(connection, id, said, supplier, now)
                                .chain(() -> inbox.tell(connection, told(held)))
                        : repository.correct(connection, id, said, supplier, now))
                .chain(() -> Saying.deed(connection, now, supplier, "question-answer", "question", id)));
    }

    /** {@code not-found} in another area and before it was answered; a second time is {@code question-hidden}. */
    Uni<Void> hide(Actor officer, UUID id, @Nullable String reason) {
        String why = Saying.required("/reason", reason, Saying.LONGEST_REASON);
        String sight = Saying.sight(officer);
        Instant now = clock.instant();
        return tx.write(connection -> held(connection, id)
                .invoke(held -> {
                    if (!held.countyCode().startsWith(sight) || held.question().answer() == null) {
                        throw Problem.notFound();
                    }
                    if (held.question().hiddenReason() != null) {
                        throw QuestionProblems.hidden();
                    }
                })
                .chain(() -> repository.hide(connection, id, why, officer, now))
                .chain(() -> Saying.deed(connection, now, officer, "question-hide", "question", id)));
    }

    private Uni<QuestionRepository.Held> held(SqlConnection connection, UUID id) {
        return repository.lock(connection, id).map(found -> found.orElseThrow(Problem::notFound));
    }

    private static Note told(QuestionRepository.Held held) {
        Question question = held.question();
        return new Note(
                Reader.account(held.askerId()),
                "note.question-answered",
                List.of(question.nameZh()),
                "/products/" + question.listingId() + "/questions",
                "question-answered:" + question.id());
    }
}
