package org.bangxiao.review;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
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
import org.bangxiao.platform.Audit;
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
    private static final int LONGEST = 1000;
    private static final int LONGEST_REASON = 500;
    private static final List<String> OFFICES =
            List.of(Role.TASK_FORCE, Role.REGION_OFFICER, Role.CITY_OFFICER, Role.COUNTY_OFFICER, Role.ADMINISTRATOR);

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
        String content = text("/content", draft.content(), LONGEST);
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
                        .chain(() -> deed(connection, null, "review-write", id)))
                .onFailure()
                .transform(ReviewProblems::named)
                .replaceWith(id);
    }

    Uni<Page<Review>> ofListing(UUID listing, @Nullable UUID before, int size) {
        return repository.ofListing(tx.pool(), listing, before, size + 1).map(found -> page(found, size));
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
                        : repository.ofArea(tx.pool(), sight(actor), before, size + 1))
                .map(found -> page(found, size));
    }

    /** Somebody else's is {@code not-found}; a second time is {@code review-replied-once}. */
    Uni<Void> reply(Actor supplier, UUID id, @Nullable String text) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        String said = required("/reply", text, LONGEST);
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
                .chain(() -> deed(connection, supplier, "review-reply", id)));
    }

    /** One of another area is {@code not-found}; a second time is {@code review-hidden-already}. */
    Uni<Void> hide(Actor officer, UUID id, @Nullable String reason) {
        String why = required("/reason", reason, LONGEST_REASON);
        String sight = sight(officer);
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
                .chain(() -> deed(connection, officer, "review-hide", id)));
    }

    private static String sight(Actor actor) {
        String role = OFFICES.stream().filter(actor::has).findFirst().orElseThrow(Problem::forbidden);
        return actor.areaAs(role).map(area -> area.prefix()).orElse("");
    }

    private static Page<Review> page(List<Review> found, int size) {
        List<Review> items = found.stream().limit(size).toList();
        String next = found.size() > size ? items.get(size - 1).id().toString() : null;
        return new Page<>(items, next, -1);
    }

    private static String required(String pointer, @Nullable String value, int longest) {
        String text = text(pointer, value, longest);
        if (text.length() < 2) {
            throw Problem.field(pointer, "field-required");
        }
        return text;
    }

    private static String text(String pointer, @Nullable String value, int longest) {
        String text = value == null ? "" : value.replace("\u0000", "").strip();
        if (text.length() > longest) {
            throw Problem.field(pointer, "field-too-long", longest);
        }
        return text;
    }

    private Uni<Void> deed(SqlConnection connection, @Nullable Actor actor, String action, UUID id) {
        return Audit.write(
                connection,
                new Audit.Deed(
                        clock.instant(),
                        actor == null ? null : actor.accountId(),
                        actor == null ? null : actor.personId(),
                        null,
                        action,
                        "review",
                        id.toString(),
                        Map.of()));
    }
}
