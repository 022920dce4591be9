package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.Tx;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Strangers ask whether a certificate is genuine. A number that was never issued, one that is misspelt and a code that
 * nobody signed are answered alike, and who misses too often from one address waits: {@code verify-slow-down}.
 */
@ApplicationScoped
public class Lookups {
    static final Duration WINDOW = Duration.ofMinutes(10);

    private static final int MOST_BY_NAME = 20;
    private static final int SHORTEST_NAME = 2;

    /**
     * What was found.
     *
     * @param certificate  as it stands today; null where there is none or the question was a name
     * @param signed       what a scanned code says of itself; null where it is none, or where nobody of us signed it
     * @param byName       what carries the name
     * @param national     an entry of the national catalogue
     */
    record Found(
            @Nullable CertificateView certificate,
            @Nullable SignedCode signed,
            List<CertificateView> byName,
            @Nullable CatalogueEntry national) {
        static final Found NOTHING = new Found(null, null, List.of(), null);

        boolean nothing() {
            return certificate == null && signed == null && byName.isEmpty() && national == null;
        }
    }

    private final Tx tx;
    private final BusinessClock clock;
    private final Secrets secrets;
    private final Certificates certificates;
    private final CertificateKeys keys;
    private final CatalogueImports catalogue;
    private final LookupRepository repository;
    private final int mostMisses;

    Lookups(
            Tx tx,
            BusinessClock clock,
            Secrets secrets,
            Certificates certificates,
            CertificateKeys keys,
            CatalogueImports catalogue,
            LookupRepository repository,
            @ConfigProperty(name = "bangxiao.certification.misses") int mostMisses) {
        this.tx = tx;
        this.clock = clock;
        this.secrets = secrets;
        this.certificates = certificates;
        this.keys = keys;
        this.catalogue = catalogue;
        this.repository = repository;
        this.mostMisses = mostMisses;
    }

    /** A number, a scanned code or the name of a product, as somebody typed it. */
    Uni<Found> ask(String typed, String address) {
        return guarded(address, () -> find(typed.strip()), Found::nothing);
    }

    /** Does the work unless the address misses too often, and counts what found nothing or is {@code not-found}. */
    <T> Uni<T> guarded(String address, Supplier<Uni<T>> work, Function<T, Boolean> missed) {
        byte[] digest = secrets.lookupDigest("verify:" + address);
        Instant now = clock.instant();
        return tx.read(connection -> repository.misses(connection, digest, now.minus(WINDOW)))
                .invoke(misses -> {
                    if (misses >= mostMisses) {
                        throw Problem.of(Problem.Kind.TOO_MANY, "verify-slow-down", WINDOW.toMinutes());
                    }
                })
                .chain(work::get)
                .call(found -> missed.apply(found)
                        ? missed(digest, now)
                        : Uni.createFrom().voidItem())
                .onFailure(failure -> failure instanceof Problem problem && problem.kind() == Problem.Kind.NOT_FOUND)
                .call(failure -> missed(digest, now));
    }

    private Uni<Void> missed(byte[] digest, Instant now) {
        return tx.write(connection -> repository.missed(connection, digest, now, now.minus(WINDOW)));
    }

    private Uni<Found> find(String typed) {
        Optional<SignedCode> code = SignedCode.read(typed);
        if (code.isPresent()) {
            return keys.genuine(code.get())
                    .chain(genuine -> genuine
                            ? certificates
                                    .byNumber(code.get().number())
                                    .map(found -> new Found(found.orElse(null), code.get(), List.of(), null))
                            : Uni.createFrom().item(Found.NOTHING));
        }
        return certificates.byNumber(typed).chain(found -> {
            if (found.isPresent()) {
                return Uni.createFrom().item(new Found(found.get(), null, List.of(), null));
            }
            boolean name = typed.length() >= SHORTEST_NAME && !typed.matches("[0-9A-Za-z-]*[0-9][0-9A-Za-z-]*");
            return name
                    ? tx.read(connection -> repository.byName(connection, typed, clock.today(), MOST_BY_NAME))
                            .map(named -> new Found(null, null, named, null))
                    : catalogue
                            .byNumber(typed)
                            .map(entry -> entry.map(one -> new Found(null, null, List.of(), one))
                                    .orElse(Found.NOTHING));
        });
    }
}
