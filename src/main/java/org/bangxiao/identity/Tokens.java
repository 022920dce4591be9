package org.bangxiao.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.jwt.build.Jwt;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.kernel.AreaCode;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens of the JSON API: ES256, ten minutes, one issuer, one audience, the key named by {@code kid} from our own
 * set. A token that was found good is remembered until it runs out, as checking a signature takes longer than many an
 * answer; its key is looked up each time, so that a withdrawn key ends its tokens at once.
 */
@ApplicationScoped
class Tokens {
    static final Duration LIFE = Duration.ofMinutes(10);
    private static final String AUDIENCE = "bangxiao-api";
    private static final int MOST_REMEMBERED = 10_000;

    private record Verified(Actor actor, Instant runsOut) {}

    private final SigningKeys keys;
    private final JWTParser parser;
    private final String issuer;
    private final Cache<String, Verified> verified = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(LIFE)
            .build();

    Tokens(SigningKeys keys, JWTParser parser, @ConfigProperty(name = "mp.jwt.verify.issuer") String issuer) {
        this.keys = keys;
        this.parser = parser;
        this.issuer = issuer;
    }

    String issue(Actor actor) {
        JsonArray grants = new JsonArray();
        for (Actor.Grant grant : actor.grants()) {
            grants.add(new JsonObject()
                    .put("role", grant.role())
                    .put(
                            "organisation",
                            grant.organisationId() == null
                                    ? null
                                    : grant.organisationId().toString())
                    .put("area", grant.area() == null ? null : grant.area().value()));
        }
        SigningKeys.SigningKey key = keys.signing();
        return Jwt.issuer(issuer)
                .audience(AUDIENCE)
                .subject(actor.accountId().toString())
                .upn(actor.username())
                .groups(new HashSet<>(
                        actor.grants().stream().map(Actor.Grant::role).toList()))
                .claim("person", actor.personId().toString())
                .claim("name", actor.displayName())
                .claim("grants", grants.encode())
                .issuedAt(Instant.now())
                .expiresIn(LIFE)
                .jws()
                .keyId(key.kid())
                .algorithm(io.smallrye.jwt.algorithm.SignatureAlgorithm.ES256)
                .sign(key.privateKey());
    }

    /** The actor a token speaks for; empty where the token is not one of ours or has run out. */
    Optional<Actor> actorOf(String token) {
        try {
            Optional<SigningKeys.SigningKey> key = kidOf(token).flatMap(keys::byKid);
            return key.isEmpty() ? Optional.empty() : Optional.of(actorOf(token, key.get()));
        } catch (ParseException | IllegalArgumentException | io.vertx.core.json.DecodeException e) {
            return Optional.empty();
        }
    }

    private Actor actorOf(String token, SigningKeys.SigningKey key) throws ParseException {
        Verified known = verified.getIfPresent(token);
        if (known != null && known.runsOut().isAfter(Instant.now())) {
            return known.actor();
        }
        JsonWebToken claims = parser.verify(token, key.publicKey());
        Actor actor = actor(claims);
        verified.put(token, new Verified(actor, Instant.ofEpochSecond(claims.getExpirationTime())));
        return actor;
    }

    /** Header fields other than {@code kid} and {@code alg} could point at foreign keys: a token that has them is refused. */
    private static Optional<String> kidOf(String token) {
        int dot = token.indexOf('.');
        if (dot < 1) {
            return Optional.empty();
        }
        JsonObject header = new JsonObject(
                new String(Base64.getUrlDecoder().decode(token.substring(0, dot)), StandardCharsets.UTF_8));
        boolean foreign = header.containsKey("jku") || header.containsKey("jwk") || header.containsKey("x5u");
        return foreign || !"ES256".equals(header.getString("alg"))
                ? Optional.empty()
                : Optional.ofNullable(header.getString("kid"));
    }

    private static Actor actor(JsonWebToken token) {
        List<Actor.Grant> grants = new ArrayList<>();
        for (Object item : new JsonArray(text(token.getClaim("grants")))) {
            JsonObject grant = (JsonObject) item;
            String organisation = grant.getString("organisation");
            String area = grant.getString("area");
            grants.add(new Actor.Grant(
                    grant.getString("role"),
                    organisation == null ? null : UUID.fromString(organisation),
                    area == null ? null : new AreaCode(area)));
        }
        return new Actor(
                UUID.fromString(token.getSubject()),
                UUID.fromString(text(token.getClaim("person"))),
                token.getName(),
                text(token.getClaim("name")),
                List.copyOf(grants));
    }

    private static String text(@Nullable Object claim) {
        return claim instanceof JsonString json ? json.getString() : String.valueOf(claim);
    }
}
