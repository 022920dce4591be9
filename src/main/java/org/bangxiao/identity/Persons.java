package org.bangxiao.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.kernel.CheckCharacter;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * The natural persons behind accounts. A citizen's number is never kept: its keyed hash, the same as the register of households
 * has, says that two accounts are one person's, and that a batch pays the household of whoever would approve it.
 */
@ApplicationScoped
public class Persons {
    private final Tx tx;
    private final IdentityRepository repository;
    private final Secrets secrets;
    private final BusinessClock clock;

    Persons(Tx tx, IdentityRepository repository, Secrets secrets, BusinessClock clock) {
        this.tx = tx;
        this.repository = repository;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * An administrator says whose account it is. Where another account is known to be the same person's, both are from now on;
     * tokens handed out before run out within ten minutes. Field problems {@code account-unknown} at {@code /username},
     * {@code id-number-invalid} at {@code /idNumber}; {@code person-known-already} (409) where another number was entered before.
     */
    public Uni<Void> identify(Actor administrator, @Nullable String username, @Nullable String idNumber) {
        String name =
                username == null ? "" : username.replace("\u0000", "").strip().toLowerCase(Locale.ROOT);
        byte[] hash = hash(idNumber);
        return tx.write(connection -> repository
                .lockedAccount(connection, name)
                .map(found -> found.orElseThrow(() -> Problem.field("/username", "account-unknown")))
                .chain(account -> identified(connection, account.personId(), hash)
                        .chain(person -> person.equals(account.personId())
                                ? Uni.createFrom().item(person)
                                : repository
                                        .join(connection, account.personId(), person)
                                        .chain(() -> Uni.createFrom().item(person)))
                        .chain(person -> Audit.write(
                                connection,
                                new Audit.Deed(
                                        clock.instant(),
                                        administrator.accountId(),
                                        administrator.personId(),
                                        Role.ADMINISTRATOR,
                                        "account-person",
                                        "account",
                                        account.id().toString(),
                                        Map.of("joined", !person.equals(account.personId())))))));
    }

    /**
     * The person of a new account: the one with this number, or a new one. Fails with {@code person-known-already} where the
     * person it is said to belong to has another number, {@code id-number-invalid}.
     */
    Uni<UUID> of(SqlConnection connection, @Nullable UUID known, @Nullable String idNumber) {
        if (idNumber == null) {
            return known == null
                    ? repository.insertPerson(connection)
                    : Uni.createFrom().item(known);
        }
        byte[] hash = hash(idNumber);
        return known == null
                ? repository.personOf(connection, hash)
                : identified(connection, known, hash).invoke(person -> {
                    if (!person.equals(known)) {
                        throw knownAlready();
                    }
                });
    }

    /** The person with that hash; this one, where nobody had it and nothing was known of this one. */
    private Uni<UUID> identified(SqlConnection connection, UUID person, byte[] hash) {
        return repository
                .hashOf(connection, person)
                .chain(own -> own.isEmpty()
                        ? repository
                                .holder(connection, hash)
                                .chain(holder -> holder.isPresent()
                                        ? Uni.createFrom().item(holder.get())
                                        : repository
                                                .setHash(connection, person, hash)
                                                .chain(() -> Uni.createFrom().item(person)))
                        : Uni.createFrom().item(person).invoke(same -> {
                            if (!Arrays.equals(own.get(), hash)) {
                                throw knownAlready();
                            }
                        }));
    }

    private byte[] hash(@Nullable String idNumber) {
        String number = idNumber == null ? "" : idNumber.strip().toUpperCase(Locale.ROOT);
        if (!CheckCharacter.isIdNumber(number)) {
            throw Problem.fields(List.of(new Problem.FieldError("/idNumber", "id-number-invalid", List.of())));
        }
        return secrets.lookupDigest(number);
    }

    private static Problem knownAlready() {
        return Problem.of(Problem.Kind.CONFLICT, "person-known-already");
    }
}
