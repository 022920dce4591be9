package org.bangxiao.review;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.catalogue.Listings;
import org.bangxiao.catalogue.SaleableListing;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.notice.Inbox;
import org.bangxiao.notice.Note;
import org.bangxiao.notice.Reader;
import org.bangxiao.order.Bought;
import org.bangxiao.order.Shopper;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Reviews of real purchases: written once by whoever bought, from the day the goods were sent; answered once by the
 * supplier; hidden with a reason by an office of the goods' county or above it, never changed and never deleted.
 */
@ApplicationScoped
public class Reviews {
    static final String DESK = "/desk/reviews";

    private final Tx tx;
    private final BusinessClock clock;
    private final Listings listings;
    private final Bought bought;
    private final Inbox inbox;
    private final ReviewRepository repository;

    Reviews(Tx tx, BusinessClock clock, Listings listings, Bought bought, Inbox inbox, ReviewRepository repository) {
        this.tx = tx;
        this.clock = clock;
        this.listings = listings;
        this.bought = bought;
        this.inbox = inbox;
        this.repository = repository;
    }

    /** A review before it is written; {@code stars} 1 to 5. */
    record Draft(
            @Nullable UUID orderId,
            @Nullable Integer line,
            @Nullable Integer stars,
            @Nullable String content) {}

    /** The line to be reviewed; anybody else's is {@code not-found}. */
    Uni<Bought.Line> line(Shopper author, UUID part, int lineNo) {
        return bought.line(tx.pool(), author, part, lineNo).map(found -> found.orElseThrow(Problem::notFound));
    }

    /**
     * {@code review-once}, {@code review-not-sent}; {@code not-found} for a line that the author did not buy; at fields
     * {@code stars-1-to-5}, {@code field-required}, {@code field-too-long}.
     */
    Uni<UUID> write(Shopper author, Draft draft) {
        UUID part = draft.orderId();
        Integer lineNo = draft.line();
        Integer stars = draft.stars();
        if (part == null || lineNo == null) {
            throw Problem.field("/orderId", "field-required");
        }
        if (stars == null || stars < 1 || stars > 5) {
            throw Problem.field("/stars", "stars-1-to-5");
        }
        String content = Saying.text("/content", draft.content(), Saying.LONGEST);
        UUID id = Ids.next();
        return tx.write(connection -> bought.line(connection, author, part, lineNo)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .invoke(line -> {
                            if (!line.sent()) {
                                throw ReviewProblems.notSent();
                            }
                        })
                        .chain(line -> repository
                                .insert(connection, id, line, author.accountId(), stars, content, clock.instant())
                                .chain(() -> inbox.tell(
                                        connection,
                                        new Note(
                                                Reader.organisation(line.organisationId()),
                                                "note.review",
                                                List.of(line.nameZh(), String.valueOf(stars)),
                                                DESK,
                                                "review:" + id))))
                        .chain(() -> Saying.deed(connection, clock.instant(), null, "review-write", "review", id)))
                .onFailure()
                .transform(ReviewProblems::named)
                .replaceWith(id);
    }

    Uni<Page<Review>> ofListing(UUID listing, @Nullable UUID before, int size) {
        return repository
                .ofListing(tx.pool(), listing, before, size + 1)
                .map(found -> Saying.page(found, size, Review::id));
    }

    public Uni<Rating> rating(UUID listing) {
        return repository.rating(tx.pool(), listing);
    }

    /** What is reviewed, on sale or no longer; {@code not-found} where it never was. */
    Uni<SaleableListing> goods(UUID listing) {
        return tx.read(connection -> listings.known(connection, List.of(listing)))
                .map(known -> Optional.ofNullable(known.get(listing)).orElseThrow(Problem::notFound));
    }

    /** A supplier's own, or those of an office's area. */
    Uni<Page<Review>> atDesk(Actor actor, @Nullable UUID before, int size) {
        return (actor.has(Role.SUPPLIER)
                        ? repository.ofSupplier(tx.pool(), actor.requireOrganisationAs(Role.SUPPLIER), before, size + 1)
                        : repository.ofArea(tx.pool(), Saying.sight(actor), before, size + 1))
                .map(found -> Saying.page(found, size, Review::id));
    }

    /** Somebody else's is {@code not-found}; a second time is {@code review-replied-once}. */
    Uni<Void> reply(Actor supplier, UUID id, @Nullable String text) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        String said = Saying.required("/reply", text, Saying.LONGEST);
        return tx.write(connection -> repository
                .lock(connection, id)
                .map(found -> found.filter(held -> held.organisationId().equals(organisation))
                        .orElseThrow(Problem::notFound))
                .invoke(held -> {
                    if (held.replied()) {
                        throw ReviewProblems.repliedOnce();
                    }
                })
                .chain(() -> repository.reply(connection, id, said, supplier, clock.instant()))
                .chain(() -> Saying.deed(connection, clock.instant(), supplier, "review-reply", "review", id)));
    }

    /** One of another area is {@code not-found}; a second time is {@code review-hidden-already}. */
    Uni<Void> hide(Actor officer, UUID id, @Nullable String reason) {
        String why = Saying.required("/reason", reason, Saying.LONGEST_REASON);
        String sight = Saying.sight(officer);
        return tx.write(connection -> repository
                .lock(connection, id)
                .map(found -> found.filter(held -> held.countyCode().startsWith(sight))
                        .orElseThrow(Problem::notFound))
                .invoke(held -> {
                    if (held.hidden()) {
                        throw ReviewProblems.hiddenAlready();
                    }
                })
                .chain(() -> repository.hide(connection, id, why, officer, clock.instant()))
                .chain(() -> Saying.deed(connection, clock.instant(), officer, "review-hide", "review", id)));
    }
}
