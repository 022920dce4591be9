package org.bangxiao.support;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.quarkus.arc.Arc;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.bangxiao.certification.ApplicationView;
import org.bangxiao.certification.Applications;
import org.bangxiao.certification.Clockwork;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.platform.BusinessClock;

/** A product on its way from an application to the shelf, every step by somebody who signs in and uses the pages. */
public final class CertifiedByPages {
    private static final String COUNTY = "451224";
    private static final Duration LONG_AGO = Duration.ofDays(60);
    private static final Duration PAST_A_NOTICE = Duration.ofDays(20);

    private final Browser browser;
    private final URI home;
    private final BiConsumer<Page, String> look;

    /** @param look what is done with each page on the way */
    public CertifiedByPages(Browser browser, URI home, BiConsumer<Page, String> look) {
        this.browser = browser;
        this.home = home;
        this.look = look;
    }

    /** Handed in, passed by three levels over a notice, put on sale with this many in stock. */
    public OnSale product(long stock) {
        UUID cooperative = Suppliers.cooperative(COUNTY).id();
        Actor supplier = People.of(Role.SUPPLIER, cooperative);
        List<UUID> households = Families.register(12, COUNTY, HouseholdStatus.REGISTERED_POOR);
        UUID link = Families.link(cooperative, LinkKind.SHARES, 40, households, 100);
        BusinessClock clock = bean(BusinessClock.class);
        clock.travelTo(clock.instant().minus(LONG_AGO));
        ApplicationView draft =
                Await.await(() -> bean(Applications.class).create(supplier, Certified.draft(COUNTY, link)));
        handIn(supplier, draft.id());
        AreaCode county = new AreaCode(COUNTY);
        pass(People.inArea(Role.COUNTY_OFFICER, county.county()), draft.id(), "case-county");
        clock.travelTo(clock.instant().plus(PAST_A_NOTICE));
        Await.await(() -> bean(Clockwork.class).advance());
        pass(People.inArea(Role.CITY_OFFICER, county.prefecture()), draft.id(), "case-city");
        pass(People.inArea(Role.REGION_OFFICER, county.province()), draft.id(), "case-region");
        clock.reset();
        ApplicationView certified = Await.await(() -> bean(Applications.class).find(supplier, draft.id()));
        Certified.Product product = new Certified.Product(
                certified.productId(),
                certified.id(),
                String.valueOf(certified.certificateNumber()),
                cooperative,
                link,
                households,
                supplier,
                COUNTY);
        return new OnSale(list(supplier, stock), product, certified.product().priceFen());
    }

    /** Somebody signed in, at a desk. */
    public Page signedIn(Actor actor) {
        return browser.signedIn(home, actor, 1280, true);
    }

    private void handIn(Actor supplier, UUID application) {
        Page page = signedIn(supplier);
        page.navigate(home.resolve("/desk/applications/" + application + "/pieces/check")
                .toString());
        look.accept(page, "hand-in");
        page.locator("input[name=promise]").check();
        page.locator("form[action$='/submission'] button").click();
        page.waitForURL(Pattern.compile(".*/desk/applications/[0-9a-f-]{36}"));
    }

    private void pass(Actor officer, UUID application, String name) {
        Page page = signedIn(officer);
        page.navigate(home.resolve("/desk/applications/" + application).toString());
        look.accept(page, name);
        page.locator("input[name=outcome][value=PASS]").check();
        page.locator("textarea[name=reason]").fill("材料齐全");
        page.locator("#decide button.button-wide").click();
        page.locator("#decide").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    }

    private UUID list(Actor supplier, long stock) {
        Page page = signedIn(supplier);
        page.navigate(home.resolve("/desk/listings").toString());
        page.locator("input[name=stock]").fill(String.valueOf(stock));
        look.accept(page, "put-on-sale");
        page.locator("form[action='/desk/listings'] button:not([name])").click();
        page.waitForURL(Pattern.compile(".*/desk/listings/[0-9a-f-]{36}"));
        return UUID.fromString(page.url().substring(page.url().lastIndexOf('/') + 1));
    }

    private static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }
}
