package org.bangxiao.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.support.Await;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class InboxHttpTest {
    @Inject
    Inbox inbox;

    @Inject
    Tx tx;

    @Inject
    BusinessClock clock;

    @Test
    void aNoteIsToldOnceAndReadByItsReadersOnly() {
        UUID organisation = Suppliers.cooperative("451224").id();
        Actor supplier = People.of(Role.SUPPLIER, organisation);
        Actor colleague = People.of(Role.SUPPLIER, organisation);
        Actor stranger =
                People.of(Role.SUPPLIER, Suppliers.cooperative("451224").id());
        Note note = note(Reader.organisation(organisation), "deed-1");
        tell(note);
        tell(note);
        tell(note(Reader.organisation(organisation), "deed-2"));
        assertThat(entries(supplier)).hasSize(2).allMatch(entry -> !entry.read());
        assertThat(entries(stranger)).isEmpty();
        InboxEntry newest = entries(supplier).get(0);
        read(supplier, newest).then().statusCode(204);
        read(stranger, newest).then().statusCode(404);
        assertThat(entries(supplier)).extracting(InboxEntry::read).containsExactly(true, false);
        assertThat(entries(colleague)).extracting(InboxEntry::read).containsExactly(false, false);
        People.as(supplier).get("/api/inbox?limit=1").then().statusCode(200).body("items", hasSize(1));
    }

    @Test
    void officersReadWhatIsOfTheirArea() {
        Actor county = People.inArea(Role.COUNTY_OFFICER, "451224");
        Actor prefecture = People.inArea(Role.COUNTY_OFFICER, "451200");
        Actor neighbour = People.inArea(Role.COUNTY_OFFICER, "451223");
        Actor otherRole = People.inArea(Role.CITY_OFFICER, "451200");
        String once = UUID.randomUUID().toString();
        tell(note(Reader.officers(Role.COUNTY_OFFICER, "451224"), once));
        assertThat(entries(county)).isNotEmpty();
        assertThat(entries(prefecture)).isNotEmpty();
        assertThat(entries(neighbour)).noneMatch(entry -> entry.link().contains(once));
        assertThat(entries(otherRole)).noneMatch(entry -> entry.link().contains(once));
    }

    @Test
    void aNoteOfADeedThatFailedIsNotTold() {
        Actor reader = People.everywhere(Role.AUDITOR);
        assertThatThrownBy(() -> Await.await(() -> tx.write(connection -> inbox.tell(
                                connection, note(Reader.account(reader.accountId()), "failed"))
                        .chain(() -> Uni.createFrom().failure(new IllegalStateException("no"))))))
                .hasMessageContaining("no");
        assertThat(entries(reader)).isEmpty();
    }

    @Test
    void aNoteIsToldInAHibernateTransactionToo() {
        Actor reader = People.everywhere(Role.AUDITOR);
        Note note = note(Reader.account(reader.accountId()), "orm");
        for (int turn = 0; turn < 2; turn++) {
            Await.await(() -> Panache.withTransaction(
                    () -> Panache.getSession().chain(session -> InboxRepository.tell(session, note, clock.instant()))));
        }
        assertThat(entries(reader)).hasSize(1);
    }

    @Test
    void theInboxIsReadPageByPageAndEmptiedAtOnce() {
        Actor reader = People.everywhere(Role.AUDITOR);
        for (int i = 0; i < 31; i++) {
            tell(note(Reader.account(reader.accountId()), "many-" + i));
        }
        Web web = new Web();
        web.get("/sign-in");
        web.post("/sign-in", Map.of("username", reader.username(), "password", People.PASSWORD));
        String first = web.get("/desk/inbox").asString();
        assertThat(first.split("/read\"", -1)).hasSize(31 + 1);
        String next = first.replaceAll("(?s).*href=\"(/desk/inbox\\?cursor=[^\"]+)\".*", "$1");
        assertThat(web.get(next).asString().split("/read\"", -1)).hasSize(2 + 1);
        assertThat(web.get("/desk").asString()).contains("<b>31</b>");
        assertThat(web.post("/desk/inbox/" + entries(reader).get(0).id() + "/read", Map.of("link", "//evil.example"))
                        .getHeader("Location"))
                .endsWith("/desk/inbox");
        web.get("/desk/inbox");
        assertThat(web.post("/desk/inbox/read", Map.of()).statusCode()).isEqualTo(303);
        assertThat(entries(reader)).allMatch(InboxEntry::read);
    }

    private static io.restassured.response.Response read(Actor reader, InboxEntry note) {
        return People.as(reader).contentType("application/json").post("/api/inbox/" + note.id() + "/read");
    }

    private static Note note(Reader to, String once) {
        return new Note(to, "inbox.title", List.of("1"), "/desk?of=" + once, once);
    }

    private void tell(Note note) {
        Await.await(() -> tx.write(connection -> inbox.tell(connection, note)));
    }

    private List<InboxEntry> entries(Actor reader) {
        Page<InboxEntry> page = Await.await(() -> inbox.page(reader, "zh", null, 200));
        return page.items();
    }
}
