package org.bangxiao.promotion;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Coupon codes can't be guessed at leisure: ten wrong ones of a buyer in an hour, or sixty from an address, and whoever types
 * another waits. A try is counted before it is answered and given back where the code was right, so that many at once are no
 * more than one after the other.
 */
@ApplicationScoped
public class CodeTries {
    static final int OF_A_BUYER = 10;

    /** Many buy from one address, such as a school's. */
    private static final int FROM_AN_ADDRESS = 60;

    private static final Duration WINDOW = Duration.ofHours(1);

    private final CodeTryRepository repository;
    private final Secrets secrets;
    private final BusinessClock clock;
    private final Tx tx;

    CodeTries(CodeTryRepository repository, Secrets secrets, BusinessClock clock, Tx tx) {
        this.repository = repository;
        this.secrets = secrets;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * Does what looks a code up, in a transaction of its own. Fails as that does, and with {@code coupon-slow-down} (429, with
     * the minutes to wait) before it is done. What is no code, and a guest, for whom none counts, is not counted.
     *
     * @param chosen what stands for the coupon: a code, or whatever {@link Coupons#discount} knows
     */
    public <T> Uni<T> guarded(@Nullable UUID account, String address, @Nullable String chosen, Supplier<Uni<T>> work) {
        if (account == null || chosen == null || !Coupons.typed(chosen)) {
            return work.get();
        }
        SortedMap<String, Integer> most = new TreeMap<>(Map.of(
                digest("account:" + account), OF_A_BUYER,
                digest("address:" + address), FROM_AN_ADDRESS));
        Instant now = clock.instant();
        return tx.write(connection -> repository.take(connection, most, now, now.minus(WINDOW)))
                .invoke(refused -> refused.ifPresent(since -> {
                    Duration wait = Duration.between(now, since.plus(WINDOW)).plusSeconds(1);
                    throw Problem.tooMany(wait, "coupon-slow-down", wait.toMinutes() + 1);
                }))
                .chain(counted -> Uni.createFrom()
                        .deferred(() -> work.get())
                        .call(right -> giveBack(most.keySet()))
                        .onFailure(failure -> !wrong(failure))
                        .call(failure -> giveBack(most.keySet())));
    }

    private String digest(String subject) {
        return HexFormat.of().formatHex(secrets.lookupDigest("coupon:" + subject));
    }

    /** What was bought stays bought: a try that can't be given back counts. */
    private Uni<Void> giveBack(Collection<String> subjects) {
        return tx.write(connection -> repository.giveBack(connection, subjects))
                .onFailure()
                .recoverWithNull();
    }

    private static boolean wrong(Throwable failure) {
        return failure instanceof Problem problem
                && problem.errors().stream().anyMatch(error -> error.code().equals(PromotionProblems.UNKNOWN));
    }
}
