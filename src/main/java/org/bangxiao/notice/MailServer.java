package org.bangxiao.notice;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.mail.SMTPException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The mail server that takes our mails, where the operator named one: host, sender and the address of this site are all
 * needed, or else no mail is offered anywhere. Pages ask it as {@code inject:mail}.
 */
@ApplicationScoped
@Named("mail")
public class MailServer {
    /** What became of a mail: the server has it, the server surely does not have it, or nobody knows. */
    enum Outcome {
        TAKEN,
        REFUSED,
        UNCERTAIN
    }

    /** @param code the server's reply where it refused, 0 where it was not reached */
    record Answer(Outcome outcome, int code) {}

    /**
     * One mail.
     *
     * @param name  the same for the same mail, so that a reader's program knows it again
     * @param stop  path of {@link MailLinks} by which its reader ends such mails; null where there is nothing to end
     */
    record Letter(
            String name,
            String to,
            String subject,
            String text,
            @Nullable String stop) {}

    private static final Logger LOG = Logger.getLogger(MailServer.class);

    private final ReactiveMailer mailer;
    private final Optional<String> host;
    private final Optional<String> from;
    private final Optional<String> site;
    private final Duration patience;

    MailServer(
            ReactiveMailer mailer,
            @ConfigProperty(name = "bangxiao.mail.host") Optional<String> host,
            @ConfigProperty(name = "bangxiao.mail.from") Optional<String> from,
            @ConfigProperty(name = "bangxiao.mail.public-url") Optional<String> site,
            @ConfigProperty(name = "bangxiao.mail.patience") Duration patience) {
        this.mailer = mailer;
        this.patience = patience;
        this.host = host;
        this.from = from;
        this.site = site;
    }

    /** Whether mails can be sent from here. */
    public boolean offered() {
        return host.isPresent() && from.isPresent() && site.isPresent();
    }

    /** A path of this site as somebody outside opens it. */
    String address(String path) {
        return site.orElseThrow().replaceAll("/+$", "") + path;
    }

    /**
     * Hands it to the server; never fails, and waits for no server that says nothing. What went wrong is logged without the
     * reader's address.
     */
    Uni<Answer> send(Letter letter) {
        Mail mail = Mail.withText(letter.to(), letter.subject(), letter.text())
                .setFrom(from.orElseThrow())
                .addHeader(
                        "Message-ID",
                        "<" + letter.name() + "@" + address("").replaceAll("^https?://|[:/].*$", "") + ">")
                .addHeader("Auto-Submitted", "auto-generated");
        if (letter.stop() != null) {
            mail.addHeader("List-Unsubscribe", "<" + address("/api" + letter.stop()) + ">")
                    .addHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        return Uni.createFrom()
                .deferred(() -> mailer.send(mail))
                .ifNoItem()
                .after(patience)
                .fail()
                .map(sent -> new Answer(Outcome.TAKEN, 0))
                .onFailure()
                .recoverWithItem(failure -> {
                    Answer answer = answer(failure);
                    LOG.warnf("mail %s: %s %d, %s", letter.name(), answer.outcome(), answer.code(), failure.getClass());
                    return answer;
                });
    }

    /** A reply is a reply, and where no conversation began nothing was handed over; all else may have arrived. */
    static Answer answer(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SMTPException said) {
                return new Answer(Outcome.REFUSED, said.getReplyCode());
            }
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof SSLException
                    || String.valueOf(cause.getMessage()).startsWith("STARTTLS")) {
                return new Answer(Outcome.REFUSED, 0);
            }
        }
        return new Answer(Outcome.UNCERTAIN, 0);
    }
}
