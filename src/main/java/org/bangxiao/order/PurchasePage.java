package org.bangxiao.order;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.notice.MailAddress;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.web.Form;
import org.jspecify.annotations.Nullable;

/** The page of one purchase: of its buyer, and of whoever reads it by a mail's link. */
@ApplicationScoped
class PurchasePage {
    @CheckedTemplate(basePath = "order", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance purchase(
                PurchaseView purchase,
                Map<UUID, List<Step>> steps,
                List<Claim> claims,
                Map<UUID, String> pictures,
                LocalDate today,
                Instant now,
                @Nullable MailAddress mail,
                Form form);

        static native TemplateInstance purchaseByMail(
                PurchaseView purchase,
                Map<UUID, List<Step>> steps,
                List<Claim> claims,
                Map<UUID, String> pictures,
                boolean told,
                String stop);
    }

    private final Purchases purchases;
    private final Claims claims;
    private final OrderMail mails;
    private final BusinessClock clock;

    PurchasePage(Purchases purchases, Claims claims, OrderMail mails, BusinessClock clock) {
        this.purchases = purchases;
        this.claims = claims;
        this.mails = mails;
        this.clock = clock;
    }

    /** @param form with the field mail, where it comes back */
    Uni<TemplateInstance> own(UUID id, Shopper shopper, Form form) {
        return purchases
                .view(id, shopper)
                .chain(purchase -> claims.ofPurchase(id)
                        .chain(asked -> purchases
                                .pictures(purchase)
                                .chain(pictures -> mails.of(purchase)
                                        .map(mail -> Templates.purchase(
                                                purchase,
                                                Step.ofParts(purchase),
                                                asked,
                                                pictures,
                                                clock.today(),
                                                clock.instant(),
                                                mail.orElse(null),
                                                form)))));
    }

    Uni<TemplateInstance> byLink(String token) {
        return mails.byLink(token)
                .chain(found -> claims.ofPurchase(found.purchase().id())
                        .chain(asked -> purchases
                                .pictures(found.purchase())
                                .map(pictures -> Templates.purchaseByMail(
                                        found.purchase(),
                                        Step.ofParts(found.purchase()),
                                        asked,
                                        pictures,
                                        found.link().told(),
                                        found.link().stop()))));
    }
}
