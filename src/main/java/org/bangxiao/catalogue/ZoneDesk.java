package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.bangxiao.document.CheckedDocument;
import org.bangxiao.document.Documents;
import org.bangxiao.document.Rendition;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.notice.Inbox;
import org.bangxiao.notice.Note;
import org.bangxiao.notice.Reader;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Zones, kept by those whose trade it is to run a place where goods are sold: the operators of counters and halls ({@link
 * Role#COUNTER_OPERATOR}). A partner reports what it sold elsewhere, a supplier shows its own goods; neither puts together
 * other people's. The region's office may take a zone off, with a reason that the operator reads.
 */
@ApplicationScoped
public class ZoneDesk {
    /** Goods of one zone. */
    static final int MOST_GOODS = 60;

    /** Zones of one operator, so that nobody fills the list of zones alone. */
    static final int MOST_ZONES = 20;

    private static final int LONGEST_REASON = 300;
    private static final Rendition PICTURE = new Rendition(1_200, false, 120_000);

    private final Tx tx;
    private final BusinessClock clock;
    private final ZoneRepository repository;
    private final Documents documents;
    private final Inbox inbox;
    private final ShopWindow window;

    ZoneDesk(
            Tx tx,
            BusinessClock clock,
            ZoneRepository repository,
            Documents documents,
            Inbox inbox,
            ShopWindow window) {
        this.tx = tx;
        this.clock = clock;
        this.repository = repository;
        this.documents = documents;
        this.inbox = inbox;
        this.window = window;
    }

    /**
     * A zone at the desk.
     *
     * @param goods everything that was put in, on sale or not
     * @param own   whether the reader is its operator
     */
    record Opened(Zone zone, List<ZoneRepository.Good> goods, boolean own) {}

    /** An operator's own, or those that an office answers for; the latest first. */
    Uni<Page<Zone>> list(Actor actor, @Nullable UUID before, int asked) {
        return Zones.page(
                asked,
                limit -> tx.read(connection -> actor.organisationAs(Role.COUNTER_OPERATOR)
                        .map(own -> repository.of(connection, own, before, limit))
                        .orElseGet(() -> repository.inArea(
                                connection,
                                actor.areaAs(Role.REGION_OFFICER)
                                        .map(AreaCode::prefix)
                                        .orElse(""),
                                before,
                                limit))));
    }

    /** {@code not-found} for one that is neither the actor's own nor of its area. */
    Uni<Opened> one(Actor actor, UUID id) {
        return tx.read(connection -> repository
                .find(connection, id)
                .map(found -> found.orElseThrow(Problem::notFound))
                .call(zone -> owns(actor, zone) ? Uni.createFrom().voidItem() : requireInArea(connection, actor, zone))
                .chain(zone ->
                        repository.goods(connection, id).map(goods -> new Opened(zone, goods, owns(actor, zone)))));
    }

    /**
     * A new one without goods; answers its id.
     *
     * @throws Problem {@code zones-full} (409), {@code zone-slug-used} at its field, and what {@link ZoneDraft#checked}
     *     refuses
     */
    public Uni<UUID> open(Actor operator, ZoneDraft typed) {
        UUID organisation = operator.requireOrganisationAs(Role.COUNTER_OPERATOR);
        ZoneDraft.Checked draft = typed.checked();
        UUID id = Ids.next();
        return tx.write(connection -> repository
                        .countOwn(connection, organisation)
                        .invoke(there -> {
                            if (there >= MOST_ZONES) {
                                throw Problem.of(Problem.Kind.CONFLICT, "zones-full", MOST_ZONES);
                            }
                        })
                        .chain(() -> repository.insert(connection, id, organisation, draft, clock.instant()))
                        .chain(() -> deed(connection, operator, Role.COUNTER_OPERATOR, "zone-open", id, Map.of())))
                .onFailure()
                .transform(ZoneDesk::named)
                .invoke(() -> window.changed())
                .replaceWith(id);
    }

    /** {@code not-found}, {@code zone-slug-used} at its field, and what {@link ZoneDraft#checked} refuses. */
    Uni<Void> change(Actor operator, UUID id, ZoneDraft typed) {
        ZoneDraft.Checked draft = typed.checked();
        return write(operator, id, "zone-change", (connection, zone) -> repository.change(connection, id, draft))
                .onFailure()
                .transform(ZoneDesk::named);
    }

    /**
     * These goods in this order and no others.
     *
     * @throws Problem {@code not-found}; {@code zone-full} (409) over sixty; at {@code /listings/0} {@code
     *     zone-good-unknown} for what stands twice, or is not on sale and was not there before
     */
    public Uni<Void> arrange(Actor operator, UUID id, List<UUID> listings) {
        return write(
                operator, id, "zone-goods", (connection, zone) -> put(connection, id, listings, i -> "/listings/" + i));
    }

    /** One more behind the others, as above, but at {@code /listing}; what is there already stays where it is. */
    Uni<Void> add(Actor operator, UUID id, UUID listing) {
        return write(
                operator,
                id,
                "zone-goods",
                (connection, zone) -> repository.goods(connection, id).chain(there -> {
                    List<UUID> all = new ArrayList<>(
                            there.stream().map(ZoneRepository.Good::listingId).toList());
                    if (!all.contains(listing)) {
                        all.add(listing);
                    }
                    return put(connection, id, all, i -> "/listing");
                }));
    }

    /** One goes one forward, or out; {@code not-found}. */
    Uni<Void> move(Actor operator, UUID id, @Nullable UUID forward, @Nullable UUID out) {
        return write(
                operator,
                id,
                "zone-goods",
                (connection, zone) -> repository.goods(connection, id).chain(there -> {
                    List<UUID> all = new ArrayList<>();
                    for (ZoneRepository.Good good : there) {
                        UUID listing = good.listingId();
                        if (!listing.equals(out)) {
                            all.add(listing.equals(forward) && !all.isEmpty() ? all.size() - 1 : all.size(), listing);
                        }
                    }
                    return put(connection, id, all, i -> "/listing");
                }));
    }

    /**
     * Shows a picture above the goods, in place of the one before.
     *
     * @throws Problem {@code not-found}; at {@code /file} {@code picture-no-picture}, {@code picture-too-small} and those of
     *     {@link Documents}
     */
    Uni<Void> showPicture(Actor operator, UUID id, Uni<CheckedDocument> upload) {
        return one(operator, id)
                .chain(() -> upload)
                .invoke(GoodsPictures::requireLargeEnough)
                .chain(checked -> documents.rendered(checked, PICTURE))
                .chain(picture -> write(
                        operator,
                        id,
                        "zone-picture",
                        (connection, zone) -> documents
                                .keep(connection, picture)
                                .chain(kept -> repository.picture(connection, id, kept.sha256()))));
    }

    /** {@code not-found}. */
    Uni<Void> dropPicture(Actor operator, UUID id) {
        return write(operator, id, "zone-picture", (connection, zone) -> repository.picture(connection, id, null));
    }

    /** Takes it off until it is shown again; at {@code /reason} {@code field-required}, {@code field-too-long}; {@code not-found}. */
    Uni<Void> hide(Actor office, UUID id, @Nullable String typed) {
        String reason = typed == null ? "" : typed.strip();
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            throw reason.isEmpty()
                    ? Problem.field("/reason", "field-required")
                    : Problem.field("/reason", "field-too-long", LONGEST_REASON);
        }
        return decided(office, id, "zone-hide", reason);
    }

    /** {@code not-found}. */
    Uni<Void> showAgain(Actor office, UUID id) {
        return decided(office, id, "zone-show", null);
    }

    private Uni<Void> decided(Actor office, UUID id, String action, @Nullable String reason) {
        Map<String, Object> why = reason == null ? Map.of() : Map.of("reason", reason);
        return tx.write(connection -> repository
                        .lock(connection, id)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .call(zone -> requireInArea(connection, office, zone))
                        .call(() -> repository.hide(connection, id, reason))
                        .call(() -> deed(connection, office, Role.REGION_OFFICER, action, id, why))
                        .chain(zone -> inbox.tell(
                                connection,
                                new Note(
                                        Reader.organisation(zone.organisationId()),
                                        "note." + action,
                                        List.of(zone.nameZh()),
                                        "/desk/zones/" + id,
                                        action + ":" + id + ":" + clock.instant()))))
                .invoke(() -> window.changed())
                .replaceWithVoid();
    }

    private Uni<Void> write(Actor operator, UUID id, String action, BiFunction<SqlConnection, Zone, Uni<Void>> work) {
        return tx.write(connection -> repository
                        .lock(connection, id)
                        .map(found -> found.filter(zone -> owns(operator, zone)).orElseThrow(Problem::notFound))
                        .chain(zone -> work.apply(connection, zone))
                        .chain(() -> deed(connection, operator, Role.COUNTER_OPERATOR, action, id, Map.of())))
                .invoke(() -> window.changed());
    }

    private Uni<Void> put(SqlConnection connection, UUID id, List<UUID> listings, IntFunction<String> pointer) {
        if (listings.size() > MOST_GOODS) {
            throw Problem.of(Problem.Kind.CONFLICT, "zone-full", MOST_GOODS);
        }
        return repository
                .known(connection, id, listings)
                .invoke(known -> {
                    Set<UUID> free = new HashSet<>(known);
                    for (int i = 0; i < listings.size(); i++) {
                        if (!free.remove(listings.get(i))) {
                            throw Problem.field(pointer.apply(i), "zone-good-unknown");
                        }
                    }
                })
                .chain(() -> repository.arrange(connection, id, listings));
    }

    private Uni<Void> requireInArea(SqlConnection connection, Actor office, Zone zone) {
        return repository
                .areaOf(connection, zone.organisationId())
                .invoke(area -> office.requireArea(Role.REGION_OFFICER, area))
                .replaceWithVoid();
    }

    private static boolean owns(Actor actor, Zone zone) {
        return actor.organisationAs(Role.COUNTER_OPERATOR)
                .filter(zone.organisationId()::equals)
                .isPresent();
    }

    private static Throwable named(Throwable failure) {
        return SqlState.violates(failure, "catalogue_zone_slug") ? Problem.field("/slug", "zone-slug-used") : failure;
    }

    private Uni<Void> deed(
            SqlConnection connection, Actor by, String role, String action, UUID id, Map<String, Object> detail) {
        return Audit.write(
                connection,
                new Audit.Deed(
                        clock.instant(), by.accountId(), by.personId(), role, action, "zone", id.toString(), detail));
    }
}
