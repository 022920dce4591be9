package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.bangxiao.catalogue.Listings;
import org.bangxiao.catalogue.SaleableListing;
import org.bangxiao.document.CheckedDocument;
import org.bangxiao.document.Documents;
import org.bangxiao.kernel.Problem;
import org.bangxiao.order.Claim.Cause;
import org.bangxiao.order.Claim.Side;
import org.bangxiao.order.Claim.State;
import org.bangxiao.order.ClaimRepository.Move;
import org.bangxiao.order.ClaimRepository.Part;
import org.bangxiao.order.ClaimRepository.PartLine;
import org.bangxiao.payment.PaymentRefund;
import org.bangxiao.payment.PaymentRefunds;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.AfterSales;
import org.bangxiao.region.PolicyPacks;
import org.bangxiao.sale.Refunds;
import org.jspecify.annotations.Nullable;

/**
 * The buyer's side of after-sales: asks for money back, sends goods back, disputes a refusal, gives up. Fresh goods are
 * asked for within hours of their receipt, with a picture, and do not come back; others within days. Who bought as a guest
 * may follow by a link, too.
 */
@ApplicationScoped
class Claims {
    static final int MOST_PHOTOS = 4;

    private static final int NOTE_MAX = 500;
    private static final Set<String> ARRIVED = Set.of("SHIPPED", "RECEIVED");

    private final ClaimRepository repository;
    private final ClaimReadRepository reads;
    private final ClaimNotes notes;
    private final ClaimApproval approval;
    private final PayBack payBack;
    private final Listings listings;
    private final Refunds refunds;
    private final PaymentRefunds payments;
    private final Documents documents;
    private final PolicyPacks packs;
    private final Secrets secrets;
    private final BusinessClock clock;
    private final Tx tx;

    Claims(
            ClaimRepository repository,
            ClaimReadRepository reads,
            ClaimNotes notes,
            ClaimApproval approval,
            PayBack payBack,
            Listings listings,
            Refunds refunds,
            PaymentRefunds payments,
            Documents documents,
            PolicyPacks packs,
            Secrets secrets,
            BusinessClock clock,
            Tx tx) {
        this.repository = repository;
        this.reads = reads;
        this.notes = notes;
        this.approval = approval;
        this.payBack = payBack;
        this.listings = listings;
        this.refunds = refunds;
        this.payments = payments;
        this.documents = documents;
        this.packs = packs;
        this.secrets = secrets;
        this.clock = clock;
        this.tx = tx;
    }

    /** What the shopper may ask for; {@code not-found} for somebody else's order, {@code claim-nothing} where it is over. */
    Uni<ClaimTerms> askable(UUID part, Shopper shopper) {
        return tx.read(connection -> askable(connection, part, shopper, false));
    }

    /**
     * Asks. Fails as {@link #askable} does, with {@code claim-open} (another one is), {@code claim-window-over},
     * {@code claim-mixed}, {@code claim-whole-price}, or at the fields {@code cause}, {@code content}, {@code lines},
     * {@code lines/n/quantity} (naming what is left), {@code lines/n/amountFen}, {@code photos}. What of an order is given
     * up before its supplier accepts it needs nobody's consent: that claim is approved as it is asked.
     */
    Uni<Claim> ask(UUID part, Shopper shopper, ClaimDraft draft) {
        return tx.write(connection -> askable(connection, part, shopper, true)
                        .chain(askable -> asked(connection, askable, shopper, draft)
                                .chain(claim -> askable.atOnce() && claim.cause() == Cause.NOT_SENT
                                        ? givenUp(connection, claim)
                                        : notes.asked(connection, claim).replaceWith(claim))))
                .onFailure()
                .transform(ClaimProblems::of)
                .call(claim -> claim.state() == State.APPROVED
                        ? payBack.send(claim.reference())
                        : Uni.createFrom().voidItem());
    }

    private Uni<Claim> asked(SqlConnection connection, ClaimTerms askable, Shopper shopper, ClaimDraft draft) {
        List<Claim.Line> lines = askable.lines(draft);
        Cause cause = askable.cause(draft, lines, clock.instant());
        return repository
                .nextNumber(connection, askable.part().id(), askable.part().number())
                .map(number -> askable.claim(number, draft, cause, lines, shopper.accountId(), clock.instant()))
                .call(() -> keep(connection, draft.photos()))
                .call(claim -> repository.insert(connection, claim));
    }

    private Uni<Claim> givenUp(SqlConnection connection, Claim claim) {
        return approval.approve(
                        connection,
                        claim,
                        move(claim, State.APPROVED, Side.BUYER, "", null),
                        claim.askedFen(),
                        "RESTOCK",
                        false)
                .chain(() -> notes.givenUp(connection, claim))
                .chain(() -> reads.find(connection, claim.id()))
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    /** The shopper's claim, or that of whoever holds its link; else {@code not-found}. */
    Uni<Claim> find(UUID id, Shopper shopper, @Nullable String key) {
        return tx.read(connection -> find(connection, id, shopper, key));
    }

    /** The money on its way back; empty while nothing is approved. */
    Uni<Optional<PaymentRefund>> refund(Claim claim) {
        return payments.of(tx.pool(), List.of(claim.reference()))
                .map(found -> Optional.ofNullable(found.get(claim.reference())));
    }

    Uni<List<Claim>> ofPurchase(UUID purchase) {
        return tx.read(connection -> reads.ofPurchase(connection, purchase));
    }

    /** Gives it up while nobody has decided. */
    Uni<Void> withdraw(UUID id, Shopper shopper, @Nullable String key) {
        return step(
                id,
                shopper,
                key,
                (connection, claim) -> claim.open() && !claim.sentBack()
                        ? moved(connection, move(claim, State.WITHDRAWN, Side.BUYER, "", null))
                        : Uni.createFrom().failure(ClaimProblems.notNow()));
    }

    /** Says how the goods come back; only after the supplier has asked for them, once. */
    Uni<Void> sendBack(UUID id, Shopper shopper, @Nullable String key, String carrier, String trackingNumber) {
        return step(id, shopper, key, (connection, claim) -> {
            if (claim.state() != State.RETURNING || claim.sentBack()) {
                throw ClaimProblems.notNow();
            }
            String by = required("/carrier", carrier, 40);
            String tracking = required("/trackingNumber", trackingNumber, 40);
            Instant due = clock.instant().plus(Duration.ofHours(claim.answerHours()));
            return repository
                    .sentBack(
                            connection,
                            move(claim, State.RETURNING, Side.BUYER, by + " " + tracking, due),
                            by,
                            tracking)
                    .invoke(Claims::requireMoved)
                    .replaceWithVoid();
        });
    }

    /** Puts a refusal before the platform, with a reason, while there is time. */
    Uni<Void> dispute(UUID id, Shopper shopper, @Nullable String key, String reason) {
        return step(id, shopper, key, (connection, claim) -> {
            Instant due = claim.dueAt();
            if (claim.state() != State.REFUSED || due == null || due.isBefore(clock.instant())) {
                throw ClaimProblems.notNow();
            }
            String why = required("/reason", reason, NOTE_MAX);
            Move move = move(
                    claim,
                    State.DISPUTED,
                    Side.BUYER,
                    why,
                    clock.instant().plus(Duration.ofHours(claim.decideHours())));
            return moved(connection, move).chain(() -> notes.disputed(connection, claim));
        });
    }

    /** The end of a link by which whoever holds it follows a claim. */
    String key(UUID claim) {
        return HexFormat.of().formatHex(secrets.lookupDigest("order-claim:" + claim), 0, 16);
    }

    /** Fails with {@code claim-before-sending} while the buyer of an order asks for the money back. */
    Uni<Void> requireNoneOpen(SqlConnection connection, UUID part) {
        return repository
                .openOf(connection, part)
                .invoke(open -> {
                    if (open.isPresent()) {
                        throw ClaimProblems.beforeSending();
                    }
                })
                .replaceWithVoid();
    }

    private Uni<ClaimTerms> askable(SqlConnection connection, UUID id, Shopper shopper, boolean locked) {
        return repository
                .part(connection, id, shopper, locked)
                .map(found -> found.orElseThrow(Problem::notFound))
                .invoke(part -> {
                    if (!part.state().equals("PAID") && !ARRIVED.contains(part.state())) {
                        throw ClaimProblems.nothingToAsk();
                    }
                })
                .chain(part -> listings.known(
                                connection,
                                part.lines().stream().map(PartLine::listingId).collect(Collectors.toSet()))
                        .chain(goods -> refunds.left(
                                        connection,
                                        part.lines().stream()
                                                .map(PartLine::saleId)
                                                .collect(Collectors.toSet()))
                                .map(left -> askable(part, goods, left))));
    }

    private ClaimTerms askable(Part part, Map<UUID, SaleableListing> goods, Map<UUID, Refunds.Left> left) {
        Map<Integer, Refunds.Left> byLine =
                part.lines().stream().collect(Collectors.toMap(PartLine::lineNo, line -> line.paidLeft(left)));
        Set<Integer> fresh = part.lines().stream()
                .filter(line -> {
                    SaleableListing listing = goods.get(line.listingId());
                    return listing != null && listing.perishable();
                })
                .map(PartLine::lineNo)
                .collect(Collectors.toSet());
        String county = goods.values().stream()
                .map(SaleableListing::countyCode)
                .findFirst()
                .orElseThrow(Problem::notFound);
        AfterSales terms = packs.forArea(county).orElseThrow(Problem::notFound).afterSales();
        return new ClaimTerms(part, byLine, fresh, terms, county);
    }

    private Uni<Void> keep(SqlConnection connection, Collection<CheckedDocument> photos) {
        Uni<Void> kept = Uni.createFrom().voidItem();
        for (CheckedDocument photo : photos) {
            kept = kept.chain(() -> documents.keep(connection, photo)).replaceWithVoid();
        }
        return kept;
    }

    private Uni<Claim> find(SqlConnection connection, UUID id, Shopper shopper, @Nullable String key) {
        boolean byLink = key != null
                && MessageDigest.isEqual(
                        key.getBytes(StandardCharsets.UTF_8), key(id).getBytes(StandardCharsets.UTF_8));
        Uni<Boolean> allowed = byLink ? Uni.createFrom().item(true) : reads.isOf(connection, id, shopper);
        return allowed.chain(own ->
                        own ? reads.find(connection, id) : Uni.createFrom().item(Optional.<Claim>empty()))
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    private Uni<Void> step(
            UUID id, Shopper shopper, @Nullable String key, BiFunction<SqlConnection, Claim, Uni<Void>> work) {
        return tx.write(connection -> find(connection, id, shopper, key).chain(claim -> work.apply(connection, claim)))
                .onFailure()
                .transform(ClaimProblems::of);
    }

    private Move move(Claim claim, State to, Side side, String note, @Nullable Instant due) {
        return new Move(claim.id(), claim.state(), to, side, null, note, due, clock.instant());
    }

    private Uni<Void> moved(SqlConnection connection, Move move) {
        return repository.move(connection, move).invoke(Claims::requireMoved).replaceWithVoid();
    }

    static void requireMoved(boolean moved) {
        if (!moved) {
            throw ClaimProblems.movedOn();
        }
    }

    static String required(String pointer, String value, int most) {
        String text = value.strip();
        if (text.isEmpty()) {
            throw Problem.field(pointer, "field-required");
        }
        if (text.length() > most) {
            throw Problem.field(pointer, "field-too-long", most);
        }
        return text;
    }
}
