package org.bangxiao.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Opens accounts. A consumer registers alone; every other role is granted by an administrator. Field problems:
 * {@code username-invalid}, {@code username-taken}, {@code password-too-short}, {@code field-required},
 * {@code id-number-invalid}.
 */
@ApplicationScoped
public class Accounts {
    private static final int PASSWORD_MIN = 10;

    private final Tx tx;
    private final IdentityRepository repository;
    private final Persons persons;
    private final Passwords passwords;
    private final SignIn signIn;
    private final BusinessClock clock;

    Accounts(
            Tx tx,
            IdentityRepository repository,
            Persons persons,
            Passwords passwords,
            SignIn signIn,
            BusinessClock clock) {
        this.tx = tx;
        this.repository = repository;
        this.persons = persons;
        this.passwords = passwords;
        this.signIn = signIn;
        this.clock = clock;
    }

    /** Somebody registers as a consumer. */
    public Uni<Actor> register(String username, String displayName, String password) {
        return open(new AccountDraft(
                username, displayName, password, null, List.of(new Actor.Grant(Role.CONSUMER, null, null)), false));
    }

    public Uni<Actor> open(AccountDraft draft) {
        return openAll(List.of(draft)).map(actors -> actors.get(0));
    }

    /** Opens an account and does a deed with it in one transaction: both or neither. */
    public <T> Uni<T> openFor(AccountDraft draft, BiFunction<SqlConnection, Actor, Uni<T>> deed) {
        AccountDraft tidy = checked(draft);
        return passwords
                .hash(tidy.password())
                .chain(hash -> tx.write(
                        connection -> openOne(connection, tidy, hash).chain(actor -> deed.apply(connection, actor))));
    }

    /** Gives an account a role, in the transaction of the deed by which it earned it. */
    public Uni<Void> grant(SqlConnection connection, UUID accountId, Actor.Grant grant) {
        return repository.insertGrants(connection, accountId, List.of(grant));
    }

    /**
     * Closes one's own account for good, with whatever else has to be done, all or nothing: nobody signs in by it again, and
     * its name is forgotten. {@code sign-in-failed} where the password is not its own.
     */
    public Uni<Void> close(Actor owner, String password, Function<SqlConnection, Uni<Void>> deed) {
        return signIn.with(owner.username(), password, "account:" + owner.accountId())
                .chain(() -> tx.write(connection -> deed.apply(connection)
                        .chain(() -> repository.close(connection, owner.accountId(), clock.instant()))));
    }

    /** Opens all or none. Accounts that share a password, as demo accounts do, are hashed once. */
    public Uni<List<Actor>> openAll(List<AccountDraft> drafts) {
        List<AccountDraft> tidy = drafts.stream().map(Accounts::checked).toList();
        return hashes(tidy)
                .chain(hashes -> tx.write(connection -> {
                    Uni<List<Actor>> all = Uni.createFrom().item(new ArrayList<>());
                    for (AccountDraft draft : tidy) {
                        all = all.chain(opened -> openOne(connection, draft, hashOf(hashes, draft))
                                .map(actor -> {
                                    opened.add(actor);
                                    return opened;
                                }));
                    }
                    return all;
                }));
    }

    private static String hashOf(Map<String, String> hashes, AccountDraft draft) {
        return java.util.Objects.requireNonNull(hashes.get(draft.password()));
    }

    private Uni<Map<String, String>> hashes(List<AccountDraft> drafts) {
        Uni<Map<String, String>> all = Uni.createFrom().item(new HashMap<>());
        for (String password :
                drafts.stream().map(AccountDraft::password).distinct().toList()) {
            all = all.chain(known -> passwords.hash(password).map(hash -> {
                known.put(password, hash);
                return known;
            }));
        }
        return all;
    }

    private Uni<Actor> openOne(SqlConnection connection, AccountDraft draft, String hash) {
        UUID id = Ids.next();
        return persons.of(connection, draft.personId(), draft.idNumber())
                .call(personId -> repository.insertAccount(connection, id, personId, draft, hash))
                .call(() -> repository.insertGrants(connection, id, draft.grants()))
                .call(personId -> Audit.write(
                        connection,
                        new Audit.Deed(
                                clock.instant(),
                                id,
                                personId,
                                null,
                                "account-open",
                                "account",
                                id.toString(),
                                Map.of(
                                        "roles",
                                        draft.grants().stream()
                                                .map(Actor.Grant::role)
                                                .toList()))))
                .map(personId -> new Actor(id, personId, draft.username(), draft.displayName(), draft.grants()))
                .onFailure(failure -> SqlState.violates(failure, "identity_account_username_taken"))
                .transform(failure -> Problem.field("/username", "username-taken"));
    }

    private static AccountDraft checked(AccountDraft draft) {
        List<Problem.FieldError> errors = new ArrayList<>();
        String username =
                Optional.ofNullable(draft.username()).orElse("").strip().toLowerCase(Locale.ROOT);
        String displayName = Optional.ofNullable(draft.displayName()).orElse("").strip();
        if (!username.matches("[a-z0-9][a-z0-9._@+-]{2,59}")) {
            errors.add(new Problem.FieldError("/username", "username-invalid", List.of()));
        }
        if (displayName.isEmpty()) {
            errors.add(new Problem.FieldError("/displayName", "field-required", List.of()));
        } else if (displayName.length() > 80) {
            errors.add(new Problem.FieldError("/displayName", "field-too-long", List.of(80)));
        }
        if (draft.password() == null
                || draft.password().length() < PASSWORD_MIN
                || draft.password().length() > 200) {
            errors.add(new Problem.FieldError("/password", "password-too-short", List.of(PASSWORD_MIN)));
        }
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        return new AccountDraft(
                username,
                displayName,
                draft.password(),
                draft.personId(),
                draft.grants(),
                draft.demo(),
                blankToNull(draft.idNumber()));
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
