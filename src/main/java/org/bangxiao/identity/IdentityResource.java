package org.bangxiao.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.kernel.Problem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Tokens, registration and accounts as JSON. */
@Path("/api")
@Cancellable(false)
@Tag(name = "accounts")
class IdentityResource {
    record PasswordGrant(String username, String password) {}

    record Token(String accessToken, String tokenType, long expiresInSeconds) {}

    record Registration(String username, String displayName, String password) {}

    record GrantView(
            String role,
            @Nullable UUID organisationId,
            @Nullable String areaCode) {}

    record AccountRequest(
            String username,
            String displayName,
            String password,
            @Nullable UUID personId,
            List<GrantView> grants,
            @Nullable String idNumber) {
        @Override
        public String toString() {
            return "AccountRequest[" + username + "]";
        }
    }

    /** Whose account it is: the citizen's number, 18 characters. */
    record PersonOfAccount(
            @Nullable String username, @Nullable String idNumber) {
        @Override
        public String toString() {
            return "PersonOfAccount[" + username + "]";
        }
    }

    record AccountView(UUID id, UUID personId, String username, String displayName, List<GrantView> grants) {}

    private final SignIn signIn;
    private final Tokens tokens;
    private final SigningKeys keys;
    private final Accounts accounts;
    private final Persons persons;
    private final CurrentActor actor;

    IdentityResource(
            SignIn signIn, Tokens tokens, SigningKeys keys, Accounts accounts, Persons persons, CurrentActor actor) {
        this.signIn = signIn;
        this.tokens = tokens;
        this.keys = keys;
        this.accounts = accounts;
        this.persons = persons;
        this.actor = actor;
    }

    @POST
    @Path("/auth/tokens")
    @PermitAll
    @Operation(
            summary = "A bearer token for ten minutes",
            description =
                    "Sent back as Authorization: Bearer. After each failed try the account and the address wait longer.")
    public Uni<Token> token(PasswordGrant grant, HttpServerRequest request) {
        return signIn.with(
                        text(grant == null ? null : grant.username()),
                        text(grant == null ? null : grant.password()),
                        request.remoteAddress().hostAddress())
                .map(who -> new Token(tokens.issue(who), "Bearer", Tokens.LIFE.toSeconds()));
    }

    /** Publishes a new signing key; tokens of the old one stay good until they run out. */
    @POST
    @Path("/auth/key-rotations")
    @RolesAllowed(Role.ADMINISTRATOR)
    @Operation(summary = "Publish a new signing key; tokens of the old one stay good until they run out")
    public Uni<Void> rotate() {
        return keys.rotate();
    }

    @GET
    @Path("/account")
    @io.quarkus.security.Authenticated
    @Operation(summary = "The account behind the token, its roles and the one scope of each")
    public AccountView account() {
        return view(actor.required());
    }

    @POST
    @Path("/accounts")
    @PermitAll
    @ResponseStatus(201)
    @Operation(summary = "Register as a consumer")
    public Uni<AccountView> register(Registration registration) {
        return accounts.register(
                        text(registration == null ? null : registration.username()),
                        text(registration == null ? null : registration.displayName()),
                        text(registration == null ? null : registration.password()))
                .map(IdentityResource::view);
    }

    @POST
    @Path("/staff-accounts")
    @RolesAllowed(Role.ADMINISTRATOR)
    @ResponseStatus(201)
    @Operation(summary = "Open an account with roles; each has one scope: an organisation, an area, or neither")
    public Uni<AccountView> open(@Nullable AccountRequest request) {
        if (request == null) {
            throw Problem.of(Problem.Kind.INVALID, "json-unreadable");
        }
        List<Actor.Grant> grants = Optional.ofNullable(request.grants()).orElse(List.of()).stream()
                .map(IdentityResource::grant)
                .toList();
        return accounts.open(new AccountDraft(
                        text(request.username()),
                        text(request.displayName()),
                        text(request.password()),
                        request.personId(),
                        grants,
                        false,
                        request.idNumber()))
                .map(IdentityResource::view);
    }

    @POST
    @Path("/staff-accounts/person")
    @RolesAllowed(Role.ADMINISTRATOR)
    @Operation(
            summary = "Say whose account it is by the citizen's number, of which a keyed hash is kept and nothing else")
    public Uni<Void> identify(@Nullable PersonOfAccount asked) {
        return persons.identify(
                actor.required(), asked == null ? null : asked.username(), asked == null ? null : asked.idNumber());
    }

    private static Actor.Grant grant(@Nullable GrantView asked) {
        if (asked == null || !Role.ALL.contains(asked.role())) {
            throw Problem.field("/grants/role", "role-unknown");
        }
        String area = asked.areaCode();
        if (area != null && !area.matches("\\d{6}(\\d{6})?")) {
            throw Problem.field("/grants/areaCode", "field-invalid", area);
        }
        return new Actor.Grant(asked.role(), asked.organisationId(), area == null ? null : new AreaCode(area));
    }

    private static AccountView view(Actor who) {
        return new AccountView(
                who.accountId(),
                who.personId(),
                who.username(),
                who.displayName(),
                who.grants().stream()
                        .map(grant -> new GrantView(
                                grant.role(),
                                grant.organisationId(),
                                grant.area() == null ? null : grant.area().value()))
                        .toList());
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
