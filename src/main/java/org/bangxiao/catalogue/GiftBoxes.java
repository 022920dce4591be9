package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.organisation.Organisations;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Suppliers put goods of their own on sale together, as gift boxes. A box is no product: certificate, split and household
 * share belong to one certified product each, so whoever buys a box buys each of its goods as a line of its own, all or none,
 * at the price that line has, and stock is held, taken and put back by the pieces that the boxes consist of. Goods by weight,
 * goods sold in advance and services by the day are in none, for they are neither priced nor sent with the others.
 */
@ApplicationScoped
public class GiftBoxes {
    /** As many goods as fit a form. */
    private static final int MOST_CHOICES = 200;

    /** A box and who offers it. */
    public record Shown(GiftBoxView box, OrganisationView.Name supplier) {}

    private final GiftBoxRepository repository;
    private final Listings listings;
    private final Organisations organisations;
    private final ShopWindow window;
    private final BusinessClock clock;
    private final Tx tx;

    GiftBoxes(
            GiftBoxRepository repository,
            Listings listings,
            Organisations organisations,
            ShopWindow window,
            BusinessClock clock,
            Tx tx) {
        this.repository = repository;
        this.listings = listings;
        this.organisations = organisations;
        this.window = window;
        this.clock = clock;
        this.tx = tx;
    }

    /** As anybody sees it today; {@code not-found} where its supplier does not offer it. */
    public Uni<GiftBoxView> find(UUID id) {
        return tx.read(connection -> find(connection, id));
    }

    /** The same with its supplier's name. */
    public Uni<Shown> show(UUID id) {
        return tx.read(connection -> find(connection, id)
                .chain(box -> organisations
                        .names(connection, List.of(box.organisationId()))
                        .map(names -> new Shown(
                                box, names.getOrDefault(box.organisationId(), new OrganisationView.Name("", ""))))));
    }

    /** The same in the caller's transaction. */
    public Uni<GiftBoxView> find(SqlConnection connection, UUID id) {
        return repository
                .find(connection, id)
                .map(found -> found.filter(GiftBox::offered).orElseThrow(Problem::notFound))
                .chain(box -> looked(connection, List.of(box)))
                .map(views -> views.get(0));
    }

    /** The supplier's own, the newest first. */
    Uni<Page<GiftBoxView>> own(Actor supplier, @Nullable String cursor, int size) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        UUID before = cursor == null || cursor.isEmpty()
                ? new UUID(-1, -1)
                : Cursor.decode(cursor, ProductQuery.Sort.NEWEST).id();
        return tx.read(connection -> repository
                        .own(connection, organisation, before, size + 1)
                        .chain(boxes -> looked(connection, boxes)))
                .map(views -> {
                    List<GiftBoxView> page = views.stream().limit(size).toList();
                    return new Page<>(page, views.size() > size ? next(page.get(size - 1)) : null, -1);
                });
    }

    /** One of the supplier's own; {@code not-found} for any other. */
    Uni<GiftBoxView> own(UUID id, Actor supplier) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        return tx.read(connection -> repository
                .find(connection, id)
                .map(found -> found.filter(box -> box.organisationId().equals(organisation))
                        .orElseThrow(Problem::notFound))
                .chain(box -> looked(connection, List.of(box)))
                .map(views -> views.get(0)));
    }

    /** What the supplier can put into a box today, after what is in it. */
    Uni<List<GiftBoxRepository.Choice>> choices(Actor supplier, List<UUID> inside) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        return tx.read(connection -> repository.choices(connection, organisation, inside, clock.today(), MOST_CHOICES));
    }

    /**
     * Writes a box of the supplier's own, a new one where there is no id.
     *
     * @param version of the one that was read; null for a new one
     * @return its id
     * @throws Problem {@code not-found} for another's, {@code box-changed-meanwhile} (409) for an older version,
     *     {@code invalid-input} with {@code box-goods-count}, and at {@code /goods/{listing}} {@code box-pieces},
     *     {@code box-goods-twice}, {@code box-goods-not-sold} for what is not on sale or not the supplier's own,
     *     {@code box-goods-weighed}, {@code box-goods-presold}, {@code box-goods-by-day}
     */
    public Uni<UUID> save(@Nullable UUID id, @Nullable Integer version, GiftBoxDraft draft, Actor supplier) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        List<Problem.FieldError> errors = draft.faults();
        UUID kept = id == null ? Ids.next() : id;
        return tx.write(connection -> (id == null
                                ? Uni.createFrom().voidItem()
                                : locked(connection, id, organisation)
                                        .invoke(box -> {
                                            if (!Objects.equals(version, box.version())) {
                                                throw CatalogueProblems.boxChangedMeanwhile();
                                            }
                                        })
                                        .replaceWithVoid())
                        .chain(() -> listings.look(
                                connection,
                                draft.goods().stream()
                                        .map(GiftBoxDraft.Part::listingId)
                                        .toList()))
                        .invoke(look -> {
                            List<Problem.FieldError> all = new ArrayList<>(errors);
                            draft.goods().forEach(part -> unfit(part.listingId(), organisation, look, all));
                            if (!all.isEmpty()) {
                                throw Problem.fields(all);
                            }
                        })
                        .chain(() -> repository.write(connection, kept, organisation, draft, clock.instant()))
                        .chain(() -> audit(connection, supplier, id == null ? "box-add" : "box-change", kept)))
                .invoke(() -> window.changed())
                .replaceWith(kept);
    }

    /** Stops offering a box of the supplier's own, or offers it again; {@code not-found} for another's. */
    Uni<Void> offer(UUID id, boolean offered, Actor supplier) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        return tx.write(connection -> locked(connection, id, organisation)
                        .chain(() -> repository.offer(connection, id, offered))
                        .chain(() -> audit(connection, supplier, offered ? "box-offer" : "box-stop", id)))
                .invoke(() -> window.changed());
    }

    private Uni<GiftBox> locked(SqlConnection connection, UUID id, UUID organisation) {
        return repository
                .lock(connection, id)
                .map(found -> found.filter(box -> box.organisationId().equals(organisation))
                        .orElseThrow(Problem::notFound));
    }

    private static void unfit(UUID listing, UUID organisation, ShelfLook look, List<Problem.FieldError> errors) {
        SaleableListing goods = look.known().get(listing);
        if (goods == null || !goods.organisationId().equals(organisation)) {
            errors.add(GiftBoxDraft.at(listing, "box-goods-not-sold"));
            return;
        }
        GiftBoxView.Lack kind = ofItsKind(goods);
        if (kind == GiftBoxView.Lack.PRESALE) {
            errors.add(GiftBoxDraft.at(listing, "box-goods-presold"));
        } else if (kind == GiftBoxView.Lack.WEIGHED) {
            errors.add(GiftBoxDraft.at(listing, "box-goods-weighed"));
        } else if (kind == GiftBoxView.Lack.BY_DAY) {
            errors.add(GiftBoxDraft.at(listing, "box-goods-by-day"));
        } else if (!look.offered().containsKey(listing)) {
            errors.add(GiftBoxDraft.at(listing, "box-goods-not-sold"));
        }
    }

    private Uni<List<GiftBoxView>> looked(SqlConnection connection, List<GiftBox> boxes) {
        List<UUID> ids = boxes.stream()
                .flatMap(box -> box.goods().stream().map(GiftBoxDraft.Part::listingId))
                .distinct()
                .toList();
        LocalDate day = clock.today();
        return boxes.isEmpty()
                ? Uni.createFrom().item(List.of())
                : listings.look(connection, ids)
                        .map(look ->
                                boxes.stream().map(box -> view(box, look, day)).toList());
    }

    private static GiftBoxView view(GiftBox box, ShelfLook look, LocalDate day) {
        List<GiftBoxView.Item> items =
                box.goods().stream().map(part -> item(part, look, day)).toList();
        return new GiftBoxView(
                box.id(),
                box.organisationId(),
                box.version(),
                box.offered(),
                box.nameZh(),
                box.nameEn(),
                box.textZh(),
                box.textEn(),
                items.stream().mapToLong(GiftBoxView.Item::amountFen).reduce(0, Math::addExact),
                items.stream().mapToLong(GiftBoxView.Item::boxes).min().orElse(0),
                items);
    }

    private static GiftBoxView.Item item(GiftBoxDraft.Part part, ShelfLook look, LocalDate day) {
        SaleableListing goods = Objects.requireNonNull(look.known().get(part.listingId()));
        long left = Math.max(0, look.available().getOrDefault(part.listingId(), 0L));
        long priceFen = goods.prices().of(part.pieces(), day).fen();
        return new GiftBoxView.Item(
                part.listingId(),
                goods.nameZh(),
                goods.nameEn(),
                goods.unit(),
                goods.picture(),
                goods.certificateNumber(),
                part.pieces(),
                priceFen,
                Math.multiplyExact(priceFen, part.pieces()),
                left,
                lack(goods, look.obstacles().get(part.listingId()), left, part.pieces()));
    }

    private static GiftBoxView.@Nullable Lack lack(
            SaleableListing goods, @Nullable Obstacle obstacle, long left, int pieces) {
        if (obstacle != null) {
            return GiftBoxView.Lack.valueOf(obstacle.name());
        }
        GiftBoxView.Lack kind = ofItsKind(goods);
        return kind != null ? kind : left < pieces ? GiftBoxView.Lack.SOLD_OUT : null;
    }

    /** Why such goods are in no box at all; null where they may be. */
    private static GiftBoxView.@Nullable Lack ofItsKind(SaleableListing goods) {
        if (goods.presale() != null) {
            return GiftBoxView.Lack.PRESALE;
        }
        if (goods.weighed()) {
            return GiftBoxView.Lack.WEIGHED;
        }
        return goods.byDay() ? GiftBoxView.Lack.BY_DAY : null;
    }

    private static String next(GiftBoxView last) {
        return new Cursor(ProductQuery.Sort.NEWEST, 0, 0, last.id()).encode();
    }

    private Uni<Void> audit(SqlConnection connection, Actor supplier, String action, UUID id) {
        return Audit.write(
                connection,
                new Audit.Deed(
                        clock.instant(),
                        supplier.accountId(),
                        supplier.personId(),
                        Role.SUPPLIER,
                        action,
                        "box",
                        id.toString(),
                        Map.of()));
    }
}
