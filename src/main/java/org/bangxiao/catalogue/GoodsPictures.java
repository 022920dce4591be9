package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bangxiao.document.CheckedDocument;
import org.bangxiao.document.Documents;
import org.bangxiao.document.Rendition;
import org.bangxiao.document.StoredDocument;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.Mandates;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;

/** Suppliers show their own goods: up to six pictures of a listing, in an order, each with words for who cannot see it. */
@ApplicationScoped
public class GoodsPictures {
    /** As many as a buyer leafs through. */
    static final int MOST = 6;

    private static final int LONGEST_ALT = 100;
    private static final int SHORTEST_EDGE_PX = 200;
    private static final Rendition LARGE = new Rendition(1_200, false, 300_000);

    /** Light enough that a page full of them stays light. */
    private static final Rendition SMALL = new Rendition(320, true, 12_000);

    /** What is seen on a picture. */
    public record Alt(String zh, String en) {}

    /** A picture that stays, and what is seen on it. */
    public record Wish(String sha256, Alt alt) {}

    private final Listings listings;
    private final Documents documents;
    private final Mandates mandates;
    private final PictureRepository repository;
    private final ShopWindow window;
    private final BusinessClock clock;
    private final Tx tx;

    GoodsPictures(
            Listings listings,
            Documents documents,
            Mandates mandates,
            PictureRepository repository,
            ShopWindow window,
            BusinessClock clock,
            Tx tx) {
        this.listings = listings;
        this.documents = documents;
        this.mandates = mandates;
        this.repository = repository;
        this.window = window;
        this.clock = clock;
        this.tx = tx;
    }

    /** Those of one of the supplier's own listings, in their order; {@code not-found} for any other. */
    public Uni<List<GoodsPicture>> of(UUID id, Actor supplier) {
        return tx.read(connection -> listings.own(connection, id, supplier).chain(() -> repository.of(connection, id)));
    }

    /**
     * Adds a picture behind the others.
     *
     * @throws Problem {@code not-found}, {@code pictures-full} (409), {@code picture-twice} (409); at {@code /file}
     *     {@code document-empty}, {@code picture-no-picture}, {@code picture-too-small} and those of {@link Documents}; at
     *     {@code /altZh} and {@code /altEn} {@code field-required}, {@code field-too-long}
     */
    public Uni<List<GoodsPicture>> add(UUID id, Uni<CheckedDocument> upload, Alt typed, Actor supplier) {
        Alt alt = alt(typed, "");
        return listings.find(id, supplier)
                .chain(() -> upload)
                .invoke(GoodsPictures::requireLargeEnough)
                .chain(checked -> documents
                        .rendered(checked, LARGE)
                        .chain(large -> documents
                                .rendered(checked, SMALL)
                                .chain(small ->
                                        tx.write(connection -> kept(connection, id, large, small, alt, supplier)))));
    }

    private Uni<List<GoodsPicture>> kept(
            SqlConnection connection, UUID id, CheckedDocument large, CheckedDocument small, Alt alt, Actor supplier) {
        StoredDocument facts = large.facts();
        return listings.own(connection, id, supplier)
                .chain(() -> repository.lock(connection, id))
                .invoke(there -> {
                    if (there.stream().anyMatch(one -> one.sha256().equals(facts.sha256()))) {
                        throw CatalogueProblems.pictureTwice();
                    }
                    if (there.size() >= MOST) {
                        throw CatalogueProblems.picturesFull(MOST);
                    }
                })
                .call(() -> documents.keep(connection, large))
                .call(() -> documents.keep(connection, small))
                .chain(there ->
                        repository.add(connection, id, there.size() + 1, facts, small.facts(), alt, clock.instant()))
                .chain(() -> changed(connection, id, supplier));
    }

    /**
     * These pictures in this order and no others, each with its words.
     *
     * @throws Problem {@code not-found}; at {@code /pictures/0/sha256} {@code picture-unknown} for one that is not there or
     *     stands twice, at {@code /pictures/0/altZh} and {@code altEn} {@code field-required}, {@code field-too-long}
     */
    public Uni<List<GoodsPicture>> arrange(UUID id, List<Wish> typed, Actor supplier) {
        List<Wish> wishes = new ArrayList<>();
        for (int i = 0; i < typed.size(); i++) {
            wishes.add(new Wish(typed.get(i).sha256(), alt(typed.get(i).alt(), "/pictures/" + i)));
        }
        return tx.write(connection -> listings.own(connection, id, supplier)
                .chain(() -> repository.lock(connection, id))
                .invoke(there -> requireKnown(there, wishes))
                .chain(() -> repository.arrange(connection, id, wishes))
                .chain(() -> changed(connection, id, supplier)));
    }

    /** The picture itself: anybody's while its goods stand in the shop, else its supplier's and agent's alone. */
    Uni<Response> file(UUID id, String sha256, Optional<Actor> reader) {
        return tx.read(connection -> repository
                        .shown(connection, id, sha256)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .call(shown -> shown.everybody()
                                ? Uni.createFrom().voidItem()
                                : mandates.requireActsFor(
                                        connection,
                                        reader.filter(actor -> actor.organisationAs(Role.SUPPLIER)
                                                        .isPresent())
                                                .orElseThrow(Problem::notFound),
                                        shown.organisationId(),
                                        shown.productId())))
                .chain(shown -> shown.everybody() ? documents.published(sha256) : documents.answer(sha256));
    }

    private Uni<List<GoodsPicture>> changed(SqlConnection connection, UUID id, Actor supplier) {
        return Audit.write(connection, Listings.deed(clock.instant(), supplier, "listing-pictures", id, Map.of()))
                .invoke(() -> window.changed())
                .chain(() -> repository.of(connection, id));
    }

    static void requireLargeEnough(CheckedDocument checked) {
        StoredDocument facts = checked.facts();
        if (!facts.picture()) {
            throw Problem.field("/file", "picture-no-picture");
        }
        if (Math.min(facts.widthPx(), facts.heightPx()) < SHORTEST_EDGE_PX) {
            throw Problem.field("/file", "picture-too-small", SHORTEST_EDGE_PX);
        }
    }

    private static void requireKnown(List<GoodsPicture> there, List<Wish> wishes) {
        Set<String> free =
                new HashSet<>(there.stream().map(GoodsPicture::sha256).toList());
        for (int i = 0; i < wishes.size(); i++) {
            if (!free.remove(wishes.get(i).sha256())) {
                throw Problem.field("/pictures/" + i + "/sha256", "picture-unknown");
            }
        }
    }

    private static Alt alt(Alt typed, String pointer) {
        List<Problem.FieldError> errors = new ArrayList<>();
        Alt alt = new Alt(typed.zh().strip(), typed.en().strip());
        if (alt.zh().isEmpty()) {
            errors.add(new Problem.FieldError(pointer + "/altZh", "field-required", List.of()));
        }
        if (alt.zh().length() > LONGEST_ALT) {
            errors.add(new Problem.FieldError(pointer + "/altZh", "field-too-long", List.of(LONGEST_ALT)));
        }
        if (alt.en().length() > LONGEST_ALT) {
            errors.add(new Problem.FieldError(pointer + "/altEn", "field-too-long", List.of(LONGEST_ALT)));
        }
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        return alt;
    }
}
