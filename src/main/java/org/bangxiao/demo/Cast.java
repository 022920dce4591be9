package org.bangxiao.demo;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;

/**
 * Everybody who acts in the demo world.
 *
 * @param accounts      by user name
 * @param organisations by key, those that are no suppliers
 * @param suppliers     by the supplier's number
 */
record Cast(Map<String, Actor> accounts, Map<String, UUID> organisations, List<UUID> suppliers) {
    Cast {
        accounts = Map.copyOf(accounts);
        organisations = Map.copyOf(organisations);
        suppliers = List.copyOf(suppliers);
    }

    Actor account(String username) {
        return Optional.ofNullable(accounts.get(username))
                .orElseThrow(() -> new IllegalStateException("no demo account " + username));
    }

    /** Whoever has the role for exactly this area, such as the officer of a county. */
    Actor with(String role, String areaCode) {
        return accounts.values().stream()
                .filter(actor -> actor.areaAs(role)
                        .filter(area -> area.value().equals(areaCode))
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody is " + role + " of " + areaCode));
    }

    /** Who acts for a supplier. */
    Actor of(DemoSupplier supplier, String role) {
        return of(suppliers.get(supplier.number()), role);
    }

    Actor of(UUID organisation, String role) {
        return accounts.values().stream()
                .filter(actor ->
                        actor.organisationAs(role).filter(organisation::equals).isPresent())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody acts for " + organisation));
    }
}
