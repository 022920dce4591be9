package org.bangxiao.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.Mandates;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.organisation.Organisations;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Await;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.Papers;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Suppliers;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An agent sees and sells what it has a mandate for, and nothing else. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class AgentHttpTest {
    @Inject
    Listings listings;

    @Inject
    StockBook book;

    @Inject
    Mandates mandates;

    @Inject
    Organisations organisations;

    @Inject
    BusinessClock clock;

    private final Shelf.Goods first = Shelf.put(Shelf.Item.of("演示金桔", "Demo kumquats"));
    private final Shelf.Goods second = Shelf.put(first.organisationId(), Shelf.Item.of("演示柚子", "Demo pomelos"));
    private final Actor supplier = People.of(Role.SUPPLIER, first.organisationId());
    private final OrganisationView agency = Suppliers.agent("450125");
    private final Actor agent = People.of(Role.SUPPLIER, agency.id());

    @AfterEach
    void backToToday() {
        clock.reset();
    }

    @AfterAll
    static void invariantsHold() {
        Invariants.hold();
    }

    @Test
    void withoutAMandateAnAgentSeesAndChangesNothing() {
        assertThat(seen()).isEmpty();
        assertThat(change(first)).isEqualTo("not-found");
        UUID asked = ask(List.of(), clock.today().plusDays(9));
        assertThat(seen()).as("asked for, not confirmed").isEmpty();
        assertThat(code(() -> Await.await(() -> mandates.decide(agent, asked, true))))
                .isEqualTo("not-found");
        Await.await(() -> mandates.decide(supplier, asked, false));
        assertThat(seen()).isEmpty();
    }

    @Test
    void underAMandateForEverythingItSeesAndSellsAllUntilItsLastDay() {
        LocalDate last = clock.today().plusDays(9);
        UUID mandate = ask(List.of(), last);
        Await.await(() -> mandates.decide(supplier, mandate, true));
        assertThat(seen()).containsExactlyInAnyOrder(first.listingId(), second.listingId());
        assertThat(change(first)).isEqualTo("");
        assertThat(code(() -> Await.await(() -> book.change(
                        first.listingId(),
                        new StockChange(null, 5, ""),
                        UUID.randomUUID().toString(),
                        agent))))
                .isEqualTo("");
        clock.travelTo(last.plusDays(1).atTime(9, 0).atZone(BusinessClock.CHINA).toInstant());
        assertThat(seen()).isEmpty();
        assertThat(change(first)).isEqualTo("not-found");
    }

    @Test
    void underAMandateForOneProductItSellsThatOneAlone() {
        UUID mandate = ask(List.of(first.productId()), clock.today().plusDays(9));
        Await.await(() -> mandates.decide(supplier, mandate, true));
        assertThat(seen()).containsExactly(first.listingId());
        assertThat(change(first)).isEqualTo("");
        assertThat(change(second)).isEqualTo("not-found");
        Await.await(() -> mandates.end(supplier, mandate));
        assertThat(seen()).isEmpty();
        assertThat(change(first)).isEqualTo("not-found");
        // The supplier's own is not touched by any of it.
        Page<ListingView> own = Await.await(() -> listings.own(supplier, null, 50));
        assertThat(own.items()).hasSize(2);
    }

    @Test
    void itIsAskedForAndConfirmedOnPages() {
        OrganisationView of = Await.await(() -> organisations.find(first.organisationId()));
        Web asking = Web.signedIn(agent);
        asking.get("/desk/mandates");
        Map<String, Object> fields = Map.of(
                "creditCode",
                String.valueOf(of.creditCode()),
                "fromOn",
                clock.today().toString(),
                "toOn",
                clock.today().plusDays(30).toString(),
                "products",
                "",
                "file",
                Papers.jpeg());
        assertThat(asking.postParts("/desk/mandates", fields).statusCode()).isEqualTo(303);
        Web confirming = Web.signedIn(supplier);
        String page = confirming.get("/desk/mandates").asString();
        String id = page.replaceAll("(?s).*action=\"/desk/mandates/([0-9a-f-]{36})\".*", "$1");
        assertThat(confirming
                        .post("/desk/mandates/" + id, Map.of("action", "confirm"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(asking.get("/desk/listings").asString()).contains("演示金桔", "演示柚子");
        assertThat(asking.get("/desk/mandates/" + id + "/paper").statusCode()).isEqualTo(200);
        Web stranger = Web.signedIn(
                People.of(Role.SUPPLIER, Suppliers.cooperative("450125").id()));
        assertThat(stranger.get("/desk/mandates/" + id + "/paper").statusCode()).isEqualTo(404);
    }

    private UUID ask(List<UUID> products, LocalDate until) {
        OrganisationView of = Await.await(() -> organisations.find(first.organisationId()));
        java.nio.file.Path paper = file();
        return Await.await(() -> mandates.propose(
                agent,
                new Mandates.Wish(String.valueOf(of.creditCode()), products, false, clock.today(), until),
                paper));
    }

    private static java.nio.file.Path file() {
        try {
            return java.nio.file.Files.write(java.nio.file.Files.createTempFile("mandate", ".bin"), Papers.jpeg());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<UUID> seen() {
        Page<ListingView> page = Await.await(() -> listings.own(agent, null, 50));
        return page.items().stream().map(ListingView::id).toList();
    }

    private String change(Shelf.Goods goods) {
        return code(() -> {
            ListingView now = Await.await(() -> listings.find(goods.listingId(), agent));
            Await.await(() -> listings.change(
                    goods.listingId(), new ListingChange(now.version(), 4_000L, null, null, null, null), agent));
        });
    }

    private static String code(Runnable deed) {
        Problem problem = catchThrowableOfType(Problem.class, deed::run);
        return problem == null ? "" : problem.code();
    }
}
