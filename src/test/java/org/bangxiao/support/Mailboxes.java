package org.bangxiao.support;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A real mail server where the service sends its mails: it listens from {@link #open} until it is closed. */
public final class Mailboxes implements AutoCloseable {
    /** One mail as it arrived. */
    public record Arrived(String subject, String text, Map<String, String> headers) {
        /** The path on our site that the mail leads to under that beginning. */
        public String path(String beginning) {
            return Pattern.compile("https://shop\\.example(" + beginning + "\\S+)")
                    .matcher(text)
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + beginning + " in " + text));
        }
    }

    private final GreenMail server = new GreenMail(new ServerSetup(port(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    private Mailboxes() {
        server.start();
    }

    public static Mailboxes open() {
        return new Mailboxes();
    }

    public static int port() {
        return PaymentKeys.port("mail");
    }

    /** What an operator would set in the environment. */
    static Map<String, String> settings() {
        return Map.of(
                "bangxiao.mail.host", "127.0.0.1",
                "bangxiao.mail.port", String.valueOf(port()),
                "bangxiao.mail.from", "no-reply@shop.example",
                "bangxiao.mail.start-tls", "DISABLED");
    }

    /** What came for that address, the first first. */
    public List<Arrived> of(String address) {
        List<Arrived> found = new ArrayList<>();
        try {
            for (MimeMessage message : server.getReceivedMessages()) {
                if (message.getAllRecipients()[0].toString().equals(address)) {
                    found.add(new Arrived(
                            message.getSubject(),
                            String.valueOf(message.getContent()).replace("\r\n", "\n"),
                            Map.of(
                                    "List-Unsubscribe", header(message, "List-Unsubscribe"),
                                    "List-Unsubscribe-Post", header(message, "List-Unsubscribe-Post"),
                                    "Message-ID", header(message, "Message-ID"))));
                }
            }
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static String header(MimeMessage message, String name) throws MessagingException {
        return Optional.ofNullable(message.getHeader(name, "|")).orElse("");
    }

    @Override
    public void close() {
        server.stop();
    }
}
