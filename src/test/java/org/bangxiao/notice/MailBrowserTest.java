package org.bangxiao.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Browser.press;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.sql.SQLException;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Browser;
import org.bangxiao.support.Mailboxes;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.Test;

/** A buyer switches mails on from the account, on a phone, and off again by the link in one, at a desk. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class MailBrowserTest {
    @TestHTTPResource
    URI home;

    @Test
    void aBuyerIsToldByMailAndEndsIt() throws SQLException {
        Actor buyer = People.everywhere(Role.CONSUMER);
        String address = buyer.username()
                + ".with-a-rather-long-name-of-a-mailbox@students.university-of-the-province.mail.example";
        try (Browser browser = Browser.open();
                Mailboxes boxes = Mailboxes.open()) {
            Page phone = browser.signedIn(home, buyer, 390, true);
            phone.navigate(home.resolve("/account").toString());
            browser.look(phone, "mail-account");
            press(phone, "a[href='/account/mail']");
            press(phone, "form[action='/account/mail'] button");
            browser.look(phone, "mail-faulty");
            phone.locator("#address").fill(address);
            press(phone, "form[action='/account/mail'] button");
            browser.look(phone, "mail-waiting");
            phone.navigate(home.resolve(boxes.of(address).get(0).path("/mail/confirm/"))
                    .toString());
            browser.look(phone, "mail-confirm");
            press(phone, "form[action^='/mail/confirm/'] button");
            browser.look(phone, "mail-on");
            assertThat(phone.content()).contains("p***@students.university-of-the-province.mail.example");
            stuck();
            for (int width : new int[] {390, 1280}) {
                Page office = browser.signedIn(home, People.everywhere(Role.ADMINISTRATOR), width, true);
                office.navigate(home.resolve("/desk/mails").toString());
                assertThat(office.locator("tbody tr").count()).isGreaterThanOrEqualTo(2);
                browser.look(office, "mails-some");
            }
            Page desk = browser.signedIn(home, buyer, 1280, true);
            desk.navigate(home.resolve("/account/mail?lang=en").toString());
            browser.look(desk, "mail-on-en");
            press(desk, "form[action='/account/mail/stop'] button");
            browser.look(desk, "mail-off");
            Page administrator = browser.signedIn(home, People.everywhere(Role.ADMINISTRATOR), 390, true);
            administrator.navigate(home.resolve("/desk/mails").toString());
            browser.look(administrator, "mails-none");
        }
    }

    /** One that was refused for good and one of which nobody knows, as if they had been tried. */
    private static void stuck() throws SQLException {
        SettledProvince.run("""
                WITH a AS (SELECT id, account_id FROM notice_address
                            WHERE masked LIKE 'p***@students%' ORDER BY given_at DESC LIMIT 1),
                     n AS (INSERT INTO notice_note (id, account_id, message_key, arguments, link, once, at)
                           SELECT uuidv7(), account_id, 'note.parcel', '["演示快递 DEMO1"]', '/purchases', uuidv7()::text, now()
                             FROM a, generate_series(1, 2) RETURNING id)
                INSERT INTO notice_mail (note_id, address_id, due_at) SELECT n.id, a.id, now() + interval '1 day' FROM n, a;
                UPDATE notice_mail SET state = 'CLAIMED', tries = 1, claimed_at = now() - interval '2 hours'
                 WHERE state = 'WAITING' AND due_at > now() + interval '20 hours';
                UPDATE notice_mail SET state = 'REFUSED', refusal = 550
                 WHERE note_id = (SELECT max(note_id::text)::uuid FROM notice_mail WHERE state = 'CLAIMED')""");
    }
}
