package org.bangxiao.support;

import static io.restassured.RestAssured.given;

import io.quarkus.arc.Arc;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bangxiao.identity.AccountDraft;
import org.bangxiao.identity.Accounts;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.AreaCode;
import org.jspecify.annotations.Nullable;

/** People with an account: opened for a test, signed in through the front door. */
public final class People {
    /** The password of everybody here. */
    public static final String PASSWORD = "a-password-for-tests";

    private static final AtomicLong NUMBER = new AtomicLong(System.nanoTime());

    /** Half of what a token is good for. */
    private static final Duration KEEP = Duration.ofMinutes(5);

    private static final Map<UUID, Kept> KEPT = new ConcurrentHashMap<>();

    private record Kept(String token, Instant since) {}

    private People() {}

    /** Somebody new with one role in one area. */
    public static Actor inArea(String role, String areaCode) {
        return open(new Actor.Grant(role, null, new AreaCode(areaCode)));
    }

    /** Somebody new with one role in one organisation. */
    public static Actor of(String role, UUID organisationId) {
        return open(new Actor.Grant(role, organisationId, null));
    }

    /** Somebody new with one role for the whole installation. */
    public static Actor everywhere(String role) {
        return open(new Actor.Grant(role, null, null));
    }

    /** A request that carries the person's bearer token. */
    public static RequestSpecification as(Actor actor) {
        return given().header("Authorization", "Bearer " + token(actor));
    }

    /** The same by one token for all requests of some minutes: for somebody whose roles and person stay as they are. */
    public static RequestSpecification still(Actor actor) {
        Kept kept = KEPT.compute(
                actor.accountId(),
                (id, known) -> known == null || known.since().plus(KEEP).isBefore(Instant.now())
                        ? new Kept(token(actor), Instant.now())
                        : known);
        return given().header("Authorization", "Bearer " + kept.token());
    }

    /** The person's bearer token, good for ten minutes. */
    public static String token(Actor actor) {
        return given().contentType("application/json")
                .body(Map.of("username", actor.username(), "password", PASSWORD))
                .post("/api/auth/tokens")
                .then()
                .statusCode(200)
                .extract()
                .path("accessToken");
    }

    private static Actor open(Actor.@Nullable Grant grant) {
        Accounts accounts = Arc.container().instance(Accounts.class).get();
        String username = "p" + Long.toString(NUMBER.incrementAndGet(), 36);
        return Await.await(() -> accounts.open(new AccountDraft(
                username, username, PASSWORD, null, grant == null ? List.of() : List.of(grant), true)));
    }
}
