package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.household.MembershipRepository.Family;
import org.bangxiao.household.MembershipRepository.Spell;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Households come into a link that is open, take part otherwise, and leave: the office of the supplier's county puts it
 * down, never who pays. A month that has passed may be settled and stays as it was.
 */
@ApplicationScoped
public class Memberships {
    private static final int DAYS_AHEAD = 366;

    private final LinkDeskRepository links;
    private final LinkRepository figures;
    private final MembershipRepository members;
    private final TermsRepository terms;
    private final BusinessClock clock;
    private final Tx tx;

    Memberships(
            LinkDeskRepository links,
            LinkRepository figures,
            MembershipRepository members,
            TermsRepository terms,
            BusinessClock clock,
            Tx tx) {
        this.links = links;
        this.figures = figures;
        this.members = members;
        this.terms = terms;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * A household of the officer's area takes part from a day on. {@code invalid-input} with each field that is wrong
     * ({@code household-unknown}, {@code link-day-passed}), {@code link-spell-overlaps} (409) where it takes part already,
     * {@code link-beyond-whole}.
     */
    public Uni<Void> enter(UUID linkId, Entering asked, Actor officer) {
        return inLink(linkId, officer, (connection, link) -> {
            Entering checked = checked(asked, link, true);
            return family(connection, checked.householdNo(), "householdNo", officer)
                    .invoke(family -> requirePeople(family, checked))
                    .chain(family -> members.begin(connection, linkId, spell(family.id(), checked, null))
                            .chain(() -> changed(connection, linkId, "ENTER", family.id(), checked, officer)));
        });
    }

    /** The household takes part otherwise from a day on: it leaves and comes back at once. Problems as in {@link #enter}. */
    public Uni<Void> change(UUID linkId, UUID householdId, Entering asked, Actor officer) {
        return inLink(linkId, officer, (connection, link) -> {
            Entering checked = checked(asked, link, false);
            LocalDate from = Objects.requireNonNull(checked.from());
            return spellOn(connection, linkId, householdId, from)
                    .call(spell -> members.familyById(connection, householdId)
                            .invoke(family -> requirePeople(family, checked)))
                    .chain(spell -> members.end(connection, linkId, spell, from)
                            .chain(() -> members.begin(connection, linkId, spell(householdId, checked, spell.to()))))
                    .chain(() -> changed(connection, linkId, "CHANGE", householdId, checked, officer));
        });
    }

    /**
     * The household takes part no more from a day on, and its part goes where the terms of that day say: to those who stay, to
     * a household that is named, or to its village. Fails as {@link #enter} does, with {@code link-no-spell} (409), and with
     * field problem {@code link-successor-missing}.
     */
    public Uni<Void> leave(UUID linkId, UUID householdId, Leaving asked, Actor officer) {
        String reason = LinkProblems.reason("reason", asked.reason());
        return inLink(linkId, officer, (connection, link) -> {
            LocalDate on = day("on", asked.on(), link);
            return spellOn(connection, linkId, householdId, on)
                    .call(spell -> members.end(connection, linkId, spell, on))
                    .chain(spell -> rule(connection, linkId, on)
                            .chain(rule -> passOn(connection, linkId, spell, rule, on, asked, reason, officer)));
        });
    }

    /** A household's last spell, and where its part goes when it leaves today. */
    record Last(LinkHead link, MemberRow member, PassesTo rule) {}

    /** {@code not-found} for a link that is not of the officer's area, and for a household that never took part. */
    Uni<Last> last(UUID linkId, UUID householdId, Actor officer) {
        return tx.read(connection -> office(connection, linkId, officer)
                .chain(link -> members.last(connection, linkId, householdId)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .chain(member ->
                                rule(connection, linkId, clock.today()).map(rule -> new Last(link, member, rule)))));
    }

    /** The link; {@code not-found} where it is not of the officer's area. */
    Uni<LinkHead> forOffice(UUID linkId, Actor officer) {
        return tx.read(connection -> office(connection, linkId, officer));
    }

    private Uni<LinkHead> office(SqlConnection connection, UUID linkId, Actor officer) {
        return links.find(connection, linkId)
                .map(found -> found.orElseThrow(Problem::notFound).office(officer));
    }

    private Uni<Void> passOn(
            SqlConnection connection,
            UUID linkId,
            Spell spell,
            PassesTo rule,
            LocalDate on,
            Leaving asked,
            String reason,
            Actor officer) {
        UUID id = Ids.next();
        Instant now = clock.instant();
        if (rule != PassesTo.SUCCESSOR) {
            return members.left(connection, id, linkId, spell.householdId(), on, rule, null, reason, officer, now)
                    .chain(() -> rule == PassesTo.VILLAGE
                            ? members.passToVillage(connection, id, linkId, spell, on)
                            : Uni.createFrom().voidItem());
        }
        if (asked.successorNo() == null) {
            throw LinkProblems.successorMissing();
        }
        return family(connection, asked.successorNo(), "successorNo", officer).chain(successor -> {
            if (successor.id().equals(spell.householdId())) {
                throw LinkProblems.successorMissing();
            }
            Entering entering = new Entering(
                    asked.successorNo(),
                    Math.min(spell.persons(), successor.persons()),
                    spell.weight(),
                    false,
                    on,
                    reason);
            return members.left(
                            connection, id, linkId, spell.householdId(), on, rule, successor.id(), reason, officer, now)
                    .chain(() -> members.begin(connection, linkId, spell(successor.id(), entering, spell.to())))
                    .chain(() -> changed(connection, linkId, "ENTER", successor.id(), entering, officer));
        });
    }

    private Uni<PassesTo> rule(SqlConnection connection, UUID linkId, LocalDate on) {
        return terms.ofLink(connection, linkId)
                .map(all -> all.stream()
                        .filter(one -> one.inForceOn(on))
                        .map(one -> Objects.requireNonNull(one.figures().leavesTo()))
                        .findFirst()
                        .orElse(PassesTo.REMAINING));
    }

    private interface Work {
        Uni<Void> on(SqlConnection connection, LinkHead link);
    }

    private Uni<Void> inLink(UUID linkId, Actor officer, Work work) {
        return tx.write(connection -> links.lock(connection, linkId)
                        .map(found -> found.orElseThrow(Problem::notFound).office(officer))
                        .chain(link -> work.on(connection, link))
                        .chain(() -> figures.isBeyondWhole(connection, linkId))
                        .invoke(beyond -> {
                            if (beyond) {
                                throw HouseholdProblems.beyondWhole();
                            }
                        })
                        .chain(() -> Audit.write(connection, deed(linkId, officer))))
                .onFailure(failure -> SqlState.violates(failure, "household_one_spell_at_a_time"))
                .transform(overlap -> LinkProblems.spellOverlaps())
                .onFailure(failure -> SqlState.violates(failure, "household_link_member_pkey"))
                .transform(overlap -> LinkProblems.spellOverlaps());
    }

    private Uni<Void> changed(
            SqlConnection connection, UUID linkId, String kind, UUID household, Entering entering, Actor officer) {
        return members.came(connection, Ids.next(), linkId, household, kind, entering, officer, clock.instant());
    }

    private Uni<Spell> spellOn(SqlConnection connection, UUID linkId, UUID household, LocalDate day) {
        return members.spellBefore(connection, linkId, household, day)
                .map(found -> found.orElseThrow(LinkProblems::noSpell));
    }

    private Uni<Family> family(SqlConnection connection, @Nullable Long number, String field, Actor officer) {
        return members.family(connection, number == null ? 0 : number)
                .map(found -> found.filter(family -> officer.actsIn(Role.COUNTY_OFFICER, family.villageCode()))
                        .orElseThrow(() -> Problem.field("/" + field, "household-unknown")));
    }

    private static void requirePeople(Family family, Entering entering) {
        if (Objects.requireNonNull(entering.persons()) > family.persons()) {
            throw Problem.field("/persons", "household-fewer-people", family.persons());
        }
    }

    private Entering checked(Entering asked, LinkHead link, boolean named) {
        List<Problem.FieldError> errors = new ArrayList<>();
        if (named && asked.householdNo() == null) {
            errors.add(new Problem.FieldError("/householdNo", "field-required", List.of()));
        }
        if (asked.persons() == null || asked.persons() < 1) {
            errors.add(new Problem.FieldError("/persons", "link-number-needed", List.of()));
        }
        if (asked.weight() == null || asked.weight() < 1) {
            errors.add(new Problem.FieldError("/weight", "link-number-needed", List.of()));
        }
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        return new Entering(
                asked.householdNo(),
                asked.persons(),
                asked.weight(),
                Boolean.TRUE.equals(asked.cannotWork()),
                day("from", asked.from(), link),
                LinkProblems.reason("reason", asked.reason()));
    }

    private LocalDate day(String field, @Nullable LocalDate day, LinkHead link) {
        if (day == null) {
            throw Problem.field("/" + field, "field-required");
        }
        LocalDate today = clock.today();
        LocalDate last = link.validTo();
        if (day.isBefore(today.withDayOfMonth(1)) || day.isAfter(today.plusDays(DAYS_AHEAD))) {
            throw Problem.field("/" + field, "link-day-passed");
        }
        if (day.isBefore(link.validFrom()) || (last != null && !day.isBefore(last))) {
            throw Problem.field("/" + field, "link-day-outside");
        }
        return day;
    }

    private static Spell spell(UUID household, Entering entering, @Nullable LocalDate to) {
        return new Spell(
                household,
                Objects.requireNonNull(entering.persons()),
                Objects.requireNonNull(entering.weight()),
                Boolean.TRUE.equals(entering.cannotWork()),
                Objects.requireNonNull(entering.from()),
                to);
    }

    private Audit.Deed deed(UUID linkId, Actor officer) {
        return new Audit.Deed(
                clock.instant(),
                officer.accountId(),
                officer.personId(),
                Role.COUNTY_OFFICER,
                "link-members",
                "benefit-link",
                linkId.toString(),
                Map.of());
    }
}
