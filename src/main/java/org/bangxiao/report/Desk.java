package org.bangxiao.report;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.notice.Inbox;
import org.bangxiao.notice.MailServer;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;

/** Puts together the first page after signing in: a part for each role the person holds. */
@ApplicationScoped
public class Desk {
    /** Who reads applications: officers in their area, the others everywhere. */
    private static final List<String> REVIEWERS = List.of(
            Role.COUNTY_OFFICER,
            Role.CITY_OFFICER,
            Role.REGION_OFFICER,
            Role.TASK_FORCE,
            Role.AUDITOR,
            Role.ADMINISTRATOR);

    /** Who reads the trail of deeds: officers that of their area. */
    private static final List<String> TRAIL =
            List.of(Role.AUDITOR, Role.ADMINISTRATOR, Role.REGION_OFFICER, Role.CITY_OFFICER, Role.COUNTY_OFFICER);

    private static final String QUEUE = "/desk/certification";
    private static final String CERTIFICATES = "/desk/certificates";
    private static final String APPLICATIONS = "/desk/applications";
    private static final String HOUSEHOLDS = "/desk/households";
    private static final String ALERTS = "/desk/relapse-alerts";
    private static final String RECONCILIATION = "/desk/reconciliation";
    private static final String SETTLEMENTS = "/desk/settlements";

    private final Tx tx;
    private final ReportRepository repository;
    private final Inbox inbox;
    private final MailServer mail;
    private final BusinessClock clock;

    Desk(Tx tx, ReportRepository repository, Inbox inbox, MailServer mail, BusinessClock clock) {
        this.clock = clock;
        this.inbox = inbox;
        this.mail = mail;
        this.tx = tx;
        this.repository = repository;
    }

    Uni<DeskView> of(Actor actor) {
        Parts parts = new Parts();
        shopping(parts);
        if (actor.has(Role.PARTNER)) {
            parts.links.add(new DeskView.Link("partner.title", "/desk/partner", "truck"));
        }
        return tx.read(connection -> inbox.unread(connection, actor)
                .invoke(unread -> parts.tile("desk.tile.inbox", unread, "/desk/inbox", unread > 0))
                .chain(() -> officer(connection, actor, parts))
                .chain(() -> supplier(connection, actor, parts))
                .chain(() -> register(connection, actor, parts))
                .invoke(() -> zones(actor, parts))
                .chain(() -> finance(connection, actor, parts))
                .invoke(() -> checking(actor, parts))
                .map(ignored -> parts.view()));
    }

    private Uni<Void> officer(SqlConnection connection, Actor actor, Parts parts) {
        Optional<String> role = REVIEWERS.stream().filter(actor::has).findFirst();
        if (role.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String area = actor.areaAs(role.get()).map(AreaCode::prefix).orElse("");
        parts.links.add(new DeskView.Link("queue.title", QUEUE, "shield"));
        parts.links.add(new DeskView.Link("suppliers.title", "/desk/suppliers", "house"));
        parts.links.add(new DeskView.Link("objections.title", "/desk/objections", "shield"));
        parts.links.add(new DeskView.Link("certificates.title", CERTIFICATES, "shield"));
        if (!role.get().equals(Role.TASK_FORCE) && !role.get().equals(Role.AUDITOR)) {
            parts.links.add(new DeskView.Link("stopped.title", "/desk/stopped-orders", "cart"));
        }
        if (role.get().equals(Role.REGION_OFFICER)) {
            parts.links.add(new DeskView.Link("national.title", "/desk/national-catalogue", "grid"));
        }
        parts.links.add(new DeskView.Link("supervision.watch", "/desk/watch", "shield"));
        parts.links.add(new DeskView.Link("reconciliation.title", RECONCILIATION, "ledger"));
        parts.links.add(new DeskView.Link("supervision.complaints", "/desk/complaints", "user"));
        if (!role.get().equals(Role.AUDITOR)) {
            parts.links.add(new DeskView.Link("review.title", "/desk/reviews", "user"));
            parts.links.add(new DeskView.Link("question.title", "/desk/questions", "user"));
        }
        parts.links.add(new DeskView.Link("supervision.inspections", "/desk/inspections", "pin"));
        parts.links.add(new DeskView.Link("supervision.findings", "/desk/findings", "check"));
        parts.links.add(new DeskView.Link("nav.notices", "/notices", "ledger"));
        return repository
                .applications(connection, area)
                .invoke(found -> {
                    parts.tile("desk.tile.in-review", found.inReview(), QUEUE, found.inReview() > 0);
                    parts.tile("desk.tile.on-notice", found.onNotice(), "/notices", false);
                    parts.tile("desk.tile.objected", found.objected(), QUEUE, found.objected() > 0);
                    parts.tile("desk.tile.certified", found.certified(), QUEUE, false);
                })
                .chain(() -> repository.waitingApplications(connection, area))
                .invoke(waiting -> parts.applications(waiting))
                .replaceWithVoid();
    }

    private Uni<Void> supplier(SqlConnection connection, Actor actor, Parts parts) {
        if (actor.organisationAs(Role.SUPPLIER).isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var organisation = actor.organisationAs(Role.SUPPLIER).get();
        parts.links.add(new DeskView.Link("supplier.own.title", "/desk/organisation", "house"));
        parts.links.add(new DeskView.Link("mandates.title", "/desk/mandates", "check"));
        parts.links.add(new DeskView.Link("order.desk", "/desk/orders", "truck"));
        parts.links.add(new DeskView.Link("review.title", "/desk/reviews", "user"));
        parts.links.add(new DeskView.Link("question.title", "/desk/questions", "user"));
        parts.links.add(new DeskView.Link("claim.desk", "/desk/claims", "cart"));
        parts.links.add(new DeskView.Link("invoice.desk", "/desk/invoices", "check"));
        parts.links.add(new DeskView.Link("income.title", IncomePages.HOME, "ledger"));
        parts.links.add(new DeskView.Link("desk.link.listings", "/desk/listings", "grid"));
        parts.links.add(new DeskView.Link("freight.title", "/desk/freight", "truck"));
        parts.links.add(new DeskView.Link("links.title", "/desk/links", "house"));
        parts.links.add(new DeskView.Link("yield.title", YieldPages.HOME, "check"));
        parts.links.add(new DeskView.Link("coupon.desk", "/desk/coupons", "cart"));
        parts.links.add(new DeskView.Link("confirm.title", "/desk/confirmations", "check"));
        parts.links.add(new DeskView.Link("applications.title", APPLICATIONS, "shield"));
        parts.links.add(new DeskView.Link("certificates.title", CERTIFICATES, "shield"));
        parts.links.add(new DeskView.Link("supervision.findings", "/desk/findings", "check"));
        parts.links.add(new DeskView.Link("reconciliation.title", RECONCILIATION, "ledger"));
        return repository
                .supply(connection, organisation, clock.today())
                .invoke(found -> {
                    parts.tile("desk.tile.to-send", found.toSend(), "/desk/orders", found.toSend() > 0);
                    parts.tile("desk.tile.claims", found.claims(), "/desk/claims", found.claims() > 0);
                    parts.tile("desk.tile.questions", found.questions(), "/desk/questions", found.questions() > 0);
                    parts.tile("desk.tile.on-sale", found.onSale(), "/desk/listings", false);
                    parts.tile("desk.tile.certificates", found.certificates(), APPLICATIONS, false);
                    parts.tile("desk.tile.applications", found.applications(), APPLICATIONS, false);
                })
                .chain(() -> repository.returnedApplications(connection, organisation))
                .invoke(waiting -> parts.applications(waiting))
                .replaceWithVoid();
    }

    private Uni<Void> register(SqlConnection connection, Actor actor, Parts parts) {
        Optional<String> role = List.of(Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR).stream()
                .filter(actor::has)
                .findFirst();
        if (role.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        parts.links.add(new DeskView.Link("household.list.title", HOUSEHOLDS, "house"));
        parts.links.add(new DeskView.Link("payout.notices.title", "/desk/payout-notices", "house"));
        if (actor.has(Role.COUNTY_OFFICER)) {
            parts.links.add(new DeskView.Link("household.bank.waiting", "/desk/bank-changes", "house"));
        }
        if (!role.get().equals(Role.VILLAGE_OFFICER)) {
            parts.links.add(new DeskView.Link("links.title", "/desk/links", "house"));
            parts.links.add(new DeskView.Link("yield.title", YieldPages.HOME, "check"));
        }
        parts.links.add(new DeskView.Link("relapse.title", ALERTS, "user"));
        parts.links.add(new DeskView.Link("aid.title", "/desk/aid", "house"));
        parts.links.add(new DeskView.Link("village.title", "/desk/villages", "house"));
        return repository
                .households(
                        connection,
                        actor.areaAs(role.get()).map(AreaCode::prefix).orElse(""))
                .invoke(count -> parts.tile("desk.tile.households", count, HOUSEHOLDS, false))
                .chain(() -> repository.alerts(
                        connection,
                        actor.areaAs(role.get()).map(AreaCode::prefix).orElse("")))
                .invoke(open -> parts.tile("desk.tile.relapse", open, ALERTS, open > 0))
                .replaceWithVoid();
    }

    private Uni<Void> finance(SqlConnection connection, Actor actor, Parts parts) {
        if (actor.has(Role.FINANCE) || actor.has(Role.TASK_FORCE)) {
            parts.links.add(new DeskView.Link("claim.desk", "/desk/claims", "cart"));
            parts.links.add(new DeskView.Link("coupon.desk", "/desk/coupons", "cart"));
        }
        if (!actor.has(Role.FINANCE) && !actor.has(Role.AUDITOR)) {
            return Uni.createFrom().voidItem();
        }
        parts.links.add(new DeskView.Link("runs.title", SETTLEMENTS, "ledger"));
        parts.links.add(new DeskView.Link("payouts.title", "/desk/payouts", "ledger"));
        parts.links.add(new DeskView.Link("books.title", BooksPages.HOME, "ledger"));
        parts.links.add(new DeskView.Link("correction.title", "/desk/corrections", "ledger"));
        parts.links.add(new DeskView.Link("transfers.title", "/desk/transfers", "ledger"));
        return repository
                .openSettlements(connection)
                .invoke(open -> parts.tile("desk.tile.settlements", open, SETTLEMENTS, open > 0))
                .replaceWithVoid();
    }

    private static void zones(Actor actor, Parts parts) {
        if (actor.has(Role.COUNTER_OPERATOR) || actor.has(Role.REGION_OFFICER)) {
            parts.links.add(new DeskView.Link("zone.desk", "/desk/zones", "grid"));
        }
    }

    private void checking(Actor actor, Parts parts) {
        if (TRAIL.stream().anyMatch(actor::has)) {
            parts.links.add(new DeskView.Link("audit.title", "/desk/audit", "ledger"));
        }
        if (actor.has(Role.ADMINISTRATOR)) {
            parts.links.add(new DeskView.Link("person.title", "/desk/account-persons", "user"));
        }
        if (actor.has(Role.ADMINISTRATOR) && mail.offered()) {
            parts.links.add(new DeskView.Link("mail.desk", "/desk/mails", "mail"));
        }
    }

    private static void shopping(Parts parts) {
        parts.links.add(new DeskView.Link("purchases.title", "/purchases", "cart"));
        parts.links.add(new DeskView.Link("nav.roots", "/roots", "check"));
    }

    /** Collects what the roles contribute. */
    private static final class Parts {
        private final List<DeskView.Tile> tiles = new ArrayList<>();
        private final List<DeskView.Task> tasks = new ArrayList<>();
        private final List<DeskView.Link> links = new ArrayList<>();

        void tile(String key, long value, String link, boolean due) {
            tiles.add(new DeskView.Tile(key, String.valueOf(value), link, due));
        }

        void applications(List<ReportRepository.Waiting> waiting) {
            for (ReportRepository.Waiting one : waiting) {
                tasks.add(new DeskView.Task(
                        "application.state." + one.state(), one.name(), APPLICATIONS + "/" + one.id(), one.since()));
            }
        }

        DeskView view() {
            return new DeskView(List.copyOf(tiles), List.copyOf(tasks), List.copyOf(links));
        }
    }
}
