package org.bangxiao.promotion;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Coupons in the hands of buyers. Who chooses one is told before what comes off; using it counts in the caller's transaction,
 * so that budget, uses and uses by one person hold however many buy at once.
 */
@ApplicationScoped
public class Coupons {
    /** In place of an id: whichever takes most off. */
    public static final String BEST = "best";

    /** As many as somebody can still choose from. */
    private static final int SHOWN = 30;

    private final CouponRepository repository;
    private final BusinessClock clock;
    private final Tx tx;

    Coupons(CouponRepository repository, BusinessClock clock, Tx tx) {
        this.repository = repository;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * What a buyer may choose from, and what was chosen.
     *
     * @param all      those without a code, the buyer's own and those to be taken: what takes most off now first, then what is
     *                 nearest
     * @param discount of the one chosen; null where none is
     */
    public record Choice(List<Coupon> all, @Nullable Discount discount) {
        /** Nothing to choose from. */
        public static final Choice NONE = new Choice(List.of(), null);
    }

    /** Those that the buyer has, or may take, today. */
    Uni<List<Coupon>> open(UUID account) {
        return tx.read(connection -> repository
                .usable(connection, account, clock.today(), SHOWN)
                .map(found -> found.stream()
                        .map(held -> Coupon.of(held.programme(), held.taken(), 0))
                        .toList()));
    }

    /**
     * What the buyer may choose from for these goods.
     *
     * @param chosen an id, a code, {@link #BEST}, or null for none
     * @return fails as {@link #discount} does
     */
    public Uni<Choice> choice(SqlConnection connection, UUID account, List<CouponLine> lines, @Nullable String chosen) {
        return repository.usable(connection, account, clock.today(), SHOWN).chain(found -> {
            List<Coupon> all = found.stream()
                    .filter(held -> held.programme().eligibleFen(lines) > 0)
                    .map(held -> Coupon.of(
                            held.programme(), held.taken(), held.programme().missingFen(lines)))
                    .sorted(Comparator.comparing(Coupon::missingFen)
                            .thenComparing(Coupon::offFen, Comparator.reverseOrder()))
                    .toList();
            if (chosen == null || chosen.isBlank()) {
                return Uni.createFrom().item(new Choice(all, null));
            }
            if (!chosen.equals(BEST)) {
                return discount(connection, account, lines, chosen).map(discount -> new Choice(all, discount));
            }
            return Uni.createFrom().item(new Choice(all, best(found, lines, all).orElse(null)));
        });
    }

    private static Optional<Discount> best(
            List<CouponRepository.Held> found, List<CouponLine> lines, List<Coupon> all) {
        return all.stream()
                .filter(coupon -> coupon.missingFen() == 0)
                .findFirst()
                .flatMap(coupon -> found.stream()
                        .map(CouponRepository.Held::programme)
                        .filter(programme -> programme.id().equals(coupon.id()))
                        .findFirst())
                .map(programme -> Discount.of(programme, programme.shares(lines)));
    }

    /**
     * What an id or a code takes off these goods for this person today. Fails at {@code /coupon} with {@code coupon-unknown},
     * {@code coupon-not-now}, {@code coupon-used-up}, {@code coupon-used-by-you}, {@code coupon-not-for-these},
     * {@code coupon-below} (what is missing, in yuan) or, for a guest, {@code coupon-sign-in}.
     */
    public Uni<Discount> discount(
            SqlConnection connection, @Nullable UUID account, List<CouponLine> lines, String chosen) {
        if (account == null) {
            return Uni.createFrom().failure(PromotionProblems.signIn());
        }
        LocalDate today = clock.today();
        return repository
                .chosen(connection, account, id(chosen), code(chosen))
                .map(found -> found.orElseThrow(PromotionProblems::unknown))
                .map(held -> {
                    Programme programme = held.programme();
                    switch (programme.stateOn(today)) {
                        case "ACTIVE" -> {}
                        case "USED_UP" -> throw PromotionProblems.usedUp();
                        default -> throw PromotionProblems.notNow();
                    }
                    if (held.used() >= programme.mostPerPerson()) {
                        throw PromotionProblems.usedByYou();
                    }
                    if (programme.eligibleFen(lines) == 0) {
                        throw PromotionProblems.notForThese();
                    }
                    if (programme.missingFen(lines) > 0) {
                        throw PromotionProblems.below(programme.missingFen(lines));
                    }
                    Map<UUID, Long> shares = programme.shares(lines);
                    if (shares.isEmpty()) {
                        throw PromotionProblems.notForThese();
                    }
                    return Discount.of(programme, shares);
                });
    }

    /**
     * Counts a use for a purchase, in its transaction and as the last thing there, for everybody else who uses the programme
     * waits meanwhile. Fails with {@code coupon-used-up} or {@code coupon-used-by-you} at {@code /coupon}.
     */
    public Uni<Void> use(SqlConnection tx, Discount discount, UUID account, UUID purchase) {
        Instant now = clock.instant();
        UUID coupon = discount.couponId();
        return repository
                .count(tx, coupon, account, now)
                .map(counted -> counted.orElseThrow(PromotionProblems::usedByYou))
                .chain(takenNow -> repository.use(tx, coupon, discount.fen(), takenNow, clock.today()))
                .invoke(used -> {
                    if (!used) {
                        throw PromotionProblems.usedUp();
                    }
                })
                .chain(() -> repository.used(tx, purchase, coupon, account, discount.fen(), now));
    }

    /**
     * Takes one to be used later; twice is the same as once. {@code not-found} for none such, at {@code /coupon}
     * {@code coupon-not-now}, and {@code coupon-all-taken} where there is none left.
     */
    Uni<Void> take(Actor buyer, UUID id) {
        LocalDate today = clock.today();
        return tx.write(connection -> repository
                .chosen(connection, buyer.accountId(), id, "")
                .map(found -> found.orElseThrow(Problem::notFound).programme())
                .invoke(programme -> {
                    if (programme.stateOn(today).matches("STOPPED|OVER")) {
                        throw PromotionProblems.notNow();
                    }
                })
                .chain(programme -> repository.take(connection, id, buyer.accountId(), today, clock.instant()))
                .invoke(taken -> {
                    if (!taken) {
                        throw PromotionProblems.allTaken();
                    }
                })
                .replaceWithVoid());
    }

    /** Gives back what these purchases used, once: another time changes nothing. */
    public Uni<Void> giveBack(SqlConnection tx, Collection<UUID> purchases) {
        return purchases.isEmpty()
                ? Uni.createFrom().voidItem()
                : repository.giveBack(tx, purchases, clock.instant()).replaceWithVoid();
    }

    /** Uses again what an ended purchase gave back, for its money came late; {@code coupon-gone} where it is used up. */
    public Uni<Void> useAgain(SqlConnection tx, UUID purchase) {
        return repository
                .useAgain(tx, purchase)
                .invoke(used -> {
                    if (!used) {
                        throw PromotionProblems.gone();
                    }
                })
                .replaceWithVoid();
    }

    /** Whether somebody typed it: it is neither an id nor {@link #BEST}. */
    static boolean typed(String chosen) {
        return !chosen.isBlank() && !chosen.equals(BEST) && id(chosen) == null;
    }

    private static @Nullable UUID id(String chosen) {
        return chosen.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}") ? UUID.fromString(chosen) : null;
    }

    private static String code(String chosen) {
        return chosen.strip().toUpperCase(Locale.ROOT);
    }
}
