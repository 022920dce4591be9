package org.bangxiao.demo;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bangxiao.identity.AccountDraft;
import org.bangxiao.identity.Accounts;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.organisation.OrganisationDraft;
import org.bangxiao.organisation.OrganisationKind;
import org.bangxiao.organisation.Organisations;

/** Opens the organisations and the accounts: the demo ones, an officer for each area, somebody for each supplier. */
@ApplicationScoped
class Casting {
    private final Organisations organisations;
    private final Accounts accounts;
    private final Licences licences;

    Casting(Organisations organisations, Accounts accounts, Licences licences) {
        this.licences = licences;
        this.organisations = organisations;
        this.accounts = accounts;
    }

    Cast cast(World world, String password, DemoCalendar calendar) {
        Map<String, UUID> others = new HashMap<>();
        for (DemoOrganisation other : World.organisations()) {
            others.put(
                    other.key(),
                    open(new OrganisationDraft(
                            OrganisationKind.valueOf(other.kind()),
                            other.nameZh(),
                            other.nameEn(),
                            other.creditCode(),
                            other.areaCode(),
                            true)));
        }
        List<UUID> suppliers = new ArrayList<>();
        Steps.each("suppliers", world.suppliers(), supplier -> {
            UUID id = open(new OrganisationDraft(
                    OrganisationKind.valueOf(supplier.type().name()),
                    supplier.nameZh(),
                    supplier.nameEn(),
                    supplier.creditCode(),
                    supplier.countyCode(),
                    true));
            licences.give(id, supplier, calendar.opening(), calendar.today());
            suppliers.add(id);
        });
        List<AccountDraft> drafts = new ArrayList<>();
        for (DemoAccount account : World.accounts()) {
            drafts.add(draft(account.username(), account.nameZh(), password, grant(account, world, others, suppliers)));
        }
        officers(world, password, drafts);
        suppliers(world, password, suppliers, drafts);
        List<Actor> actors = Steps.run(() -> accounts.openAll(drafts));
        Steps.say("  " + actors.size() + " accounts");
        return new Cast(
                actors.stream().collect(Collectors.toMap(Actor::username, Function.identity())), others, suppliers);
    }

    private UUID open(OrganisationDraft draft) {
        return Steps.run(() -> organisations.open(draft)).id();
    }

    private static Actor.Grant grant(DemoAccount account, World world, Map<String, UUID> others, List<UUID> suppliers) {
        return switch (account.scopeKind()) {
            case NONE -> new Actor.Grant(account.role(), null, null);
            case AREA -> new Actor.Grant(account.role(), null, new AreaCode(account.scope()));
            case VILLAGE ->
                new Actor.Grant(account.role(), null, new AreaCode(Households.villageCode(account.scope(), 0)));
            case SUPPLIER ->
                new Actor.Grant(
                        account.role(),
                        suppliers.get(world.firstCooperative(account.scope()).number()),
                        null);
            case ORGANISATION -> new Actor.Grant(account.role(), others.get(account.scope()), null);
        };
    }

    /** The demo officers act in their own areas; every other county and prefecture gets one of its own. */
    private static void officers(World world, String password, List<AccountDraft> drafts) {
        for (County county : world.settings().counties()) {
            officer(Role.COUNTY_OFFICER, county.code(), password, drafts);
        }
        world.settings().counties().stream()
                .map(County::prefecture)
                .distinct()
                .forEach(prefecture -> officer(Role.CITY_OFFICER, prefecture, password, drafts));
    }

    private static void officer(String role, String areaCode, String password, List<AccountDraft> drafts) {
        AreaCode area = new AreaCode(areaCode);
        boolean taken = drafts.stream()
                .flatMap(draft -> draft.grants().stream())
                .anyMatch(grant -> grant.role().equals(role) && area.equals(grant.area()));
        if (!taken) {
            drafts.add(draft(
                    "officer-" + areaCode,
                    new Words().keyed("marker", "officer").zh() + areaCode,
                    password,
                    new Actor.Grant(role, null, area)));
        }
    }

    private static void suppliers(World world, String password, List<UUID> ids, List<AccountDraft> drafts) {
        for (DemoSupplier supplier : world.suppliers()) {
            UUID id = ids.get(supplier.number());
            boolean taken = drafts.stream()
                    .flatMap(draft -> draft.grants().stream())
                    .anyMatch(grant -> id.equals(grant.organisationId()));
            if (!taken) {
                drafts.add(draft(
                        "supplier-" + Codes.padded(3, supplier.number()),
                        supplier.legalPerson(),
                        password,
                        new Actor.Grant(Role.SUPPLIER, id, null)));
            }
        }
    }

    private static AccountDraft draft(String username, String name, String password, Actor.Grant grant) {
        return new AccountDraft(username, name, password, null, List.of(grant), true);
    }
}
