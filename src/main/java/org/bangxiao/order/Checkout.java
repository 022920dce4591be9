package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.bangxiao.catalogue.Listings;
import org.bangxiao.catalogue.Places;
import org.bangxiao.catalogue.SaleableListing;
import org.bangxiao.catalogue.Stock;
import org.bangxiao.freight.Freight;
import org.bangxiao.kernel.Problem;
import org.bangxiao.notice.GuestMails;
import org.bangxiao.payment.PaymentIntent;
import org.bangxiao.payment.Payments;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Digests;
import org.bangxiao.platform.Idempotency;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;
import org.bangxiao.promotion.CouponLine;
import org.bangxiao.promotion.Coupons;
import org.bangxiao.promotion.Discount;
import org.jspecify.annotations.Nullable;

/**
 * From a cart to a purchase: one order for each {@link Bundle}, goods held for ten minutes, one payment asked for. One cart
 * version is bought once, whatever is sent how often. Problems: {@code cart-empty}, {@code cart-changed},
 * {@code total-changed}, {@code listing-unavailable}, {@code not-delivered-there} (naming the goods and the province),
 * {@code province-required} where delivery costs something and nobody said where to, {@code stock-short}, {@code places-short}, and
 * {@code coupon-…} at {@code /coupon} where the one chosen can't be used, and
 * {@code purchases-unpaid-too-many} where the buyer holds goods of five purchases already and has paid for none of them.
 */
@ApplicationScoped
class Checkout {
    static final Duration HOLD = Duration.ofMinutes(10);

    /**
     * @param receiver    where it goes; only its note counts where an address of the book is named
     * @param address     one of the buyer's own book, or null
     * @param cartVersion what the buyer looked at; null where only the total is known
     * @param totalFen    what the buyer agreed to; null where the buyer takes today's price
     * @param coupon      the id or the code of one to be used; null for none
     * @param mail        where a guest is told of it; null for nowhere; counts for nothing where one is signed in
     */
    record Command(
            Shopper shopper,
            Receiver receiver,
            @Nullable UUID address,
            @Nullable Integer cartVersion,
            @Nullable Long totalFen,
            @Nullable String coupon,
            GuestMails.@Nullable Wish mail,
            @Nullable String idempotencyKey) {}

    private final Tx tx;
    private final CartRepository carts;
    private final PurchaseRepository purchases;
    private final Listings listings;
    private final Stock stock;
    private final Places places;
    private final Payments payments;
    private final AddressBook addresses;
    private final Coupons coupons;
    private final GuestMails mails;
    private final Secrets secrets;
    private final BusinessClock clock;

    Checkout(
            Tx tx,
            CartRepository carts,
            PurchaseRepository purchases,
            Listings listings,
            Stock stock,
            Places places,
            Payments payments,
            AddressBook addresses,
            Coupons coupons,
            GuestMails mails,
            Secrets secrets,
            BusinessClock clock) {
        this.tx = tx;
        this.carts = carts;
        this.purchases = purchases;
        this.listings = listings;
        this.stock = stock;
        this.places = places;
        this.payments = payments;
        this.addresses = addresses;
        this.coupons = coupons;
        this.mails = mails;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Answers {@code {purchaseId, totalFen, holdsUntil, payPath}} with status 201. */
    Uni<Idempotency.Answer> place(Command command) {
        UUID saved = command.address();
        if (saved != null) {
            return place(command, command.receiver().noted(command.receiver().note()));
        }
        return guestsOnly(command)
                .chain(guests -> place(
                        command,
                        guests ? command.receiver().guest() : command.receiver().checked()));
    }

    /** Who only goes somewhere and is sent nothing need not say where to. */
    private Uni<Boolean> guestsOnly(Command command) {
        return !command.receiver().nowhere()
                ? Uni.createFrom().item(false)
                : carts.find(tx.pool(), command.shopper())
                        .map(cart -> cart.isPresent()
                                && !cart.get().lines().isEmpty()
                                && cart.get().lines().stream().allMatch(line -> line.day() != null));
    }

    private Uni<Idempotency.Answer> place(Command command, Receiver receiver) {
        UUID saved = command.address();
        GuestMails.Wish wish = command.mail();
        byte[] request = Digests.sha256(receiver.json() + command.cartVersion() + "/" + command.totalFen()
                + (saved == null ? "" : "/" + saved)
                + (command.coupon() == null ? "" : "/" + command.coupon())
                + (wish == null ? "" : "/" + wish.address()));
        return tx.write(connection -> Idempotency.once(
                        connection,
                        scope(command.shopper()),
                        command.idempotencyKey(),
                        request,
                        () -> receiver(connection, command, receiver)
                                .chain(going -> carts.lock(connection, command.shopper())
                                        .chain(cart -> place(
                                                connection,
                                                command,
                                                going,
                                                cart.orElseThrow(OrderProblems::cartEmpty))))))
                .onFailure(failure -> SqlState.violates(failure, "order_cart_bought_once"))
                .transform(failure -> OrderProblems.cartChanged());
    }

    private Uni<Receiver> receiver(SqlConnection connection, Command command, Receiver written) {
        UUID saved = command.address();
        UUID account = command.shopper().accountId();
        if (saved == null) {
            return Uni.createFrom().item(written);
        }
        if (account == null) {
            throw Problem.notFound();
        }
        return addresses.receiver(connection, account, saved).map(kept -> kept.noted(written.note()));
    }

    private Uni<Idempotency.Answer> place(
            SqlConnection connection, Command command, Receiver receiver, CartRepository.Cart cart) {
        Integer seen = command.cartVersion();
        if (seen != null && seen != cart.version()) {
            throw OrderProblems.cartChanged();
        }
        if (cart.lines().isEmpty()) {
            throw OrderProblems.cartEmpty();
        }
        List<UUID> ids =
                cart.lines().stream().map(CartRepository.CartLine::listingId).toList();
        return listings.offered(connection, ids, clock.today()).chain(goods -> {
            List<UUID> missing =
                    ids.stream().filter(id -> !goods.containsKey(id)).toList();
            if (!missing.isEmpty()) {
                throw OrderProblems.unavailable(missing);
            }
            if (cart.lines().stream()
                    .anyMatch(line -> otherDays(line, Objects.requireNonNull(goods.get(line.listingId()))))) {
                throw OrderProblems.cartChanged();
            }
            Instant now = clock.instant();
            return discount(connection, command, cart, goods, now)
                    .map(discount -> placed(command.shopper(), receiver, cart, goods, discount.orElse(null), now))
                    .chain(placed -> write(connection, command, cart, placed));
        });
    }

    /** Whether it is sent, or booked, otherwise than its owner saw it. */
    private static boolean otherDays(CartRepository.CartLine line, SaleableListing goods) {
        return !Objects.equals(line.seenWindow(), goods.window()) || goods.byDay() != (line.day() != null);
    }

    private Uni<Optional<Discount>> discount(
            SqlConnection connection,
            Command command,
            CartRepository.Cart cart,
            Map<UUID, SaleableListing> goods,
            Instant now) {
        String chosen = command.coupon();
        if (chosen == null || chosen.isBlank()) {
            return Uni.createFrom().item(Optional.empty());
        }
        List<CouponLine> lines = cart.lines().stream()
                .map(line -> Carts.couponLine(
                        Objects.requireNonNull(goods.get(line.listingId())), line.quantity(), BusinessClock.dayOf(now)))
                .toList();
        return coupons.discount(connection, command.shopper().accountId(), lines, chosen)
                .map(Optional::of);
    }

    /** The coupon is counted last: everybody else who uses it waits until this is committed. */
    private Uni<Idempotency.Answer> write(
            SqlConnection connection, Command command, CartRepository.Cart cart, PurchaseRepository.Placed placed) {
        Long agreed = command.totalFen();
        if (agreed != null && agreed != placed.totalFen()) {
            throw OrderProblems.totalChanged(agreed, placed.totalFen());
        }
        SortedMap<UUID, Long> quantities = new TreeMap<>();
        cart.lines().stream()
                .filter(line -> line.day() == null)
                .forEach(line -> quantities.merge(line.listingId(), line.quantity(), Math::addExact));
        List<Places.Wanted> wanted =
                cart.lines().stream().flatMap(line -> line.wanted().stream()).toList();
        Discount discount = placed.discount();
        UUID account = command.shopper().accountId();
        GuestMails.Wish wish = command.mail();
        return purchases
                .insert(connection, placed)
                .chain(() -> carts.ordered(connection, cart.id()))
                .chain(() -> payments.request(connection, placed.id(), placed.totalFen()))
                .call(() -> quantities.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : stock.hold(connection, placed.id(), quantities, placed.holdsUntil()))
                .call(() -> places.hold(connection, placed.id(), wanted, placed.holdsUntil()))
                .call(() -> discount == null || account == null
                        ? Uni.createFrom().voidItem()
                        : coupons.use(connection, discount, account, placed.id()))
                .call(() -> wish == null || account != null
                        ? Uni.createFrom().voidItem()
                        : mails.give(connection, placed.id(), wish, placed.lastDay()))
                .map(intent -> answer(placed, intent));
    }

    private static Idempotency.Answer answer(PurchaseRepository.Placed placed, PaymentIntent intent) {
        JsonObject body = new JsonObject()
                .put("purchaseId", placed.id().toString())
                .put("totalFen", placed.totalFen())
                .put("holdsUntil", placed.holdsUntil().toString())
                .put("paymentId", intent.id().toString())
                .put("payPath", intent.payPath());
        return new Idempotency.Answer(201, body.encode(), false);
    }

    private PurchaseRepository.Placed placed(
            Shopper shopper,
            Receiver receiver,
            CartRepository.Cart cart,
            Map<UUID, SaleableListing> goods,
            @Nullable Discount discount,
            Instant now) {
        UUID id = Ids.next();
        Map<Bundle, List<PurchaseRepository.PlacedLine>> bundles = new LinkedHashMap<>();
        for (CartRepository.CartLine line : cart.lines()) {
            SaleableListing listing = Objects.requireNonNull(goods.get(line.listingId()));
            bundles.computeIfAbsent(Bundle.of(listing, line.day()), bundle -> new ArrayList<>())
                    .add(new PurchaseRepository.PlacedLine(
                            listing.listingId(),
                            listing.nameZh(),
                            listing.nameEn(),
                            listing.unit(),
                            listing.unitGrams(),
                            line.quantity(),
                            listing.prices()
                                    .of(line.quantity(), BusinessClock.dayOf(now))
                                    .fen(),
                            listing.priceFen(),
                            discount == null ? 0 : discount.of(listing.listingId()),
                            discount == null ? 0 : discount.subsidyOf(listing.listingId())));
        }
        Map<Bundle, Long> freight = freight(receiver.province(), bundles, goods);
        List<PurchaseRepository.PlacedPart> parts = new ArrayList<>();
        String base = number(now, id);
        bundles.forEach((bundle, lines) -> {
            long fen = Objects.requireNonNull(freight.get(bundle));
            parts.add(new PurchaseRepository.PlacedPart(
                    Ids.next(),
                    bundle.organisationId(),
                    bundle.window(),
                    bundle.visit(),
                    base + "-" + (parts.size() + 1),
                    Math.addExact(totalOf(lines), fen),
                    fen,
                    lines));
        });
        long total = parts.stream()
                .mapToLong(PurchaseRepository.PlacedPart::totalFen)
                .reduce(0, Math::addExact);
        Buffer sealed = Buffer.buffer(secrets.encrypt(receiver.json(), receiverPlace(id)));
        return new PurchaseRepository.Placed(
                id,
                cart.id(),
                cart.version(),
                shopper,
                total,
                discount,
                sealed,
                receiver.masked(),
                now,
                now.plus(HOLD),
                parts);
    }

    /** Once for each order, whatever the number of its lines. */
    private static Map<Bundle, Long> freight(
            @Nullable String province,
            Map<Bundle, List<PurchaseRepository.PlacedLine>> bundles,
            Map<UUID, SaleableListing> goods) {
        Map<Bundle, Long> freight = new HashMap<>();
        List<SaleableListing> notThere = new ArrayList<>();
        List<Problem> tooLittle = new ArrayList<>();
        bundles.forEach((bundle, lines) -> {
            List<Freight.Goods> sent = new ArrayList<>();
            if (!bundle.sent()) {
                freight.put(bundle, 0L);
                return;
            }
            for (PurchaseRepository.PlacedLine line : lines) {
                SaleableListing listing = Objects.requireNonNull(goods.get(line.listingId()));
                Freight.Goods parcel = listing.delivery().goods(line.quantity(), line.amountFen());
                if (province == null && parcel.template() != null) {
                    throw Problem.field("/province", "province-required");
                }
                if (province != null && !parcel.deliveredTo(province)) {
                    notThere.add(listing);
                }
                sent.add(parcel);
            }
            if (province == null) {
                freight.put(bundle, 0L);
                return;
            }
            Freight costs = Freight.of(province, sent);
            if (costs.forLeast() != null) {
                tooLittle.add(OrderProblems.belowLeast(
                        Objects.requireNonNull(goods.get(lines.get(0).listingId())), costs));
            }
            freight.put(bundle, costs.fen());
        });
        if (!notThere.isEmpty()) {
            throw OrderProblems.notDelivered(notThere, Objects.requireNonNull(province));
        }
        if (!tooLittle.isEmpty()) {
            throw tooLittle.get(0);
        }
        return freight;
    }

    static String receiverPlace(UUID purchase) {
        return "order_purchase:" + purchase + ":receiver";
    }

    private static long totalOf(List<PurchaseRepository.PlacedLine> lines) {
        return lines.stream()
                .mapToLong(line -> line.amountFen() - line.discountFen())
                .reduce(0, Math::addExact);
    }

    /** The day and the random end of the purchase's id: short enough to read out, never twice. */
    private static String number(Instant now, UUID id) {
        String text = id.toString().replace("-", "");
        return BusinessClock.dayOf(now).toString().replace("-", "")
                + text.substring(text.length() - 10).toUpperCase(java.util.Locale.ROOT);
    }

    private static String scope(Shopper shopper) {
        byte @Nullable [] guest = shopper.guestHash();
        return "purchase:"
                + (shopper.accountId() != null
                        ? shopper.accountId()
                        : guest == null ? "nobody" : java.util.HexFormat.of().formatHex(guest));
    }
}
