package org.bangxiao.identity;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Whoever acts: an account, the natural person behind it, and what it may do where. Scope is judged here and nowhere
 * else; a refusal looks like a missing record ({@code not-found}), so that nobody learns of strangers' ids.
 */
public record Actor(UUID accountId, UUID personId, String username, String displayName, List<Grant> grants) {
    /** A role in one organisation, in one area, or (neither given) everywhere. */
    public record Grant(
            String role,
            @Nullable UUID organisationId,
            @Nullable AreaCode area) {}

    public boolean has(String role) {
        return grants.stream().anyMatch(grant -> grant.role().equals(role));
    }

    /** True where the role's area covers the code, or the role is not tied to an area or organisation. */
    public boolean actsIn(String role, String areaCode) {
        return grants.stream()
                .anyMatch(grant -> grant.role().equals(role)
                        && grant.organisationId() == null
                        && (grant.area() == null || grant.area().covers(areaCode)));
    }

    /** The organisation the role is tied to. */
    public Optional<UUID> organisationAs(String role) {
        return grants.stream()
                .filter(grant -> grant.role().equals(role))
                .map(grant -> Optional.ofNullable(grant.organisationId()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The area the role is tied to. */
    public Optional<AreaCode> areaAs(String role) {
        return grants.stream()
                .filter(grant -> grant.role().equals(role))
                .map(grant -> Optional.ofNullable(grant.area()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * The digits that every code begins with which somebody in one of these roles may see: of the area of the first of them that
     * is held, empty for one that is tied to no area. Without any of them {@code forbidden}.
     */
    public String sightAs(List<String> roles) {
        return roles.stream()
                .filter(this::has)
                .findFirst()
                .map(role -> areaAs(role).map(AreaCode::prefix).orElse(""))
                .orElseThrow(Problem::forbidden);
    }

    /** Passes where the role is tied to this organisation; otherwise {@code not-found}. */
    public void requireOrganisation(String role, UUID organisationId) {
        if (!organisationAs(role).filter(organisationId::equals).isPresent()) {
            throw Problem.notFound();
        }
    }

    /** Passes where the role acts in this area; otherwise {@code not-found}. */
    public void requireArea(String role, String areaCode) {
        if (!actsIn(role, areaCode)) {
            throw Problem.notFound();
        }
    }

    /** The organisation the role is tied to, or {@code forbidden} where it has none. */
    public UUID requireOrganisationAs(String role) {
        return organisationAs(role).orElseThrow(Problem::forbidden);
    }
}
