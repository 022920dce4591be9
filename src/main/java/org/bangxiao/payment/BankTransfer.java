package org.bangxiao.payment;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bangxiao.kernel.CheckCharacter;

/**
 * A transfer from bank to bank: the payer names a code, the bank's statement says what came, and money that goes back is
 * sent by people at the bank.
 */
@ApplicationScoped
class BankTransfer implements PaymentProvider {
    static final String NAME = "bank";

    /** What the cashier shows. */
    record Account(String name, String number, String bank) {}

    private static final String SPOKEN = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final String HEAD = "BX";
    private static final int LETTERS = 8;
    private static final Pattern CODE = Pattern.compile("(?=(" + HEAD + "[0-9A-Z]{" + (LETTERS + 1) + "}))");

    private final SecureRandom random = new SecureRandom();
    private final Optional<Account> account;
    private final int days;

    BankTransfer(PaymentConfig config) {
        PaymentConfig.Bank own = config.bank();
        this.days = own.days();
        boolean complete = Stream.of(own.accountName(), own.accountNumber(), own.bankName())
                .allMatch(Optional::isPresent);
        this.account = complete
                ? Optional.of(new Account(
                        own.accountName().orElseThrow(),
                        own.accountNumber().orElseThrow(),
                        own.bankName().orElseThrow()))
                : Optional.empty();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean configured() {
        return account.isPresent();
    }

    Optional<Account> account() {
        return account;
    }

    /** Nobody's machine sends it: it waits on the desk for two people. */
    @Override
    public Uni<Optional<Callback>> refund(PaymentRefund refund, PaymentIntent intent) {
        return Uni.createFrom().item(Optional.empty());
    }

    /** Until when a purchase waits for its transfer. */
    Instant until(Instant now) {
        return now.plus(Duration.ofDays(days));
    }

    /** {@code BX7K2M9Q4PX}: eight letters that nobody guesses, a check character. */
    String code() {
        StringBuilder text = new StringBuilder(HEAD);
        for (int i = 0; i < LETTERS; i++) {
            text.append(SPOKEN.charAt(random.nextInt(SPOKEN.length())));
        }
        return text.append(CheckCharacter.ofNumber(text.toString())).toString();
    }

    /** The code in what a payer wrote, with blanks and dashes wherever; empty where none has its check character right. */
    static Optional<String> codeIn(String purpose) {
        Matcher found = CODE.matcher(purpose.toUpperCase(Locale.ROOT).replaceAll("[\\s\\-_–—]", ""));
        while (found.find()) {
            if (CheckCharacter.isNumber(found.group(1))) {
                return Optional.of(found.group(1));
            }
        }
        return Optional.empty();
    }
}
