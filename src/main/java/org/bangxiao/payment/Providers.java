package org.bangxiao.payment;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.bangxiao.kernel.Problem;

/** The ways to pay here, in the order in which they are offered. */
@ApplicationScoped
class Providers {
    private static final List<String> ORDER =
            List.of(WeChatPay.NAME, Alipay.NAME, SandboxProvider.NAME, BankTransfer.NAME);

    private final List<PaymentProvider> all;

    Providers(@All List<PaymentProvider> all) {
        this.all = all;
    }

    /** Those that are configured, by name. */
    List<String> offered() {
        return ORDER.stream()
                .filter(name -> find(name).filter(PaymentProvider::configured).isPresent())
                .toList();
    }

    /** The one a payment starts with; {@code payment-unavailable} where nothing is configured. */
    String first() {
        List<String> offered = offered();
        // The sandbox goes before real money wherever somebody switched it on.
        return offered.contains(SandboxProvider.NAME)
                ? SandboxProvider.NAME
                : offered.stream()
                        .findFirst()
                        .orElseThrow(() -> Problem.of(Problem.Kind.UNAVAILABLE, "payment-unavailable"));
    }

    /** One that is offered; {@code payment-way-unknown} for any other. */
    PaymentProvider chosen(String name) {
        return find(name)
                .filter(PaymentProvider::configured)
                .orElseThrow(() -> Problem.field("/way", "payment-way-unknown"));
    }

    /** The one of a payment, which may be switched off meanwhile. */
    PaymentProvider of(PaymentIntent intent) {
        return find(intent.provider())
                .filter(PaymentProvider::configured)
                .orElseThrow(() -> Problem.of(Problem.Kind.UNAVAILABLE, "payment-unavailable"));
    }

    private Optional<PaymentProvider> find(String name) {
        return all.stream().filter(one -> one.name().equals(name)).findFirst();
    }
}
