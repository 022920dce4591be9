package org.bangxiao.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** What the first start says at its end: where to go, whom to sign in as, what to look at. */
final class Welcome {
    private Welcome() {}

    static String text(String address, String password, List<Shelving.Shelved> shelf) {
        String accounts = World.accounts().stream()
                .map(account -> String.format("    %-22s %s%n", account.username(), account.nameEn()))
                .collect(Collectors.joining());
        String certificate = shelf.isEmpty() ? "" : shelf.get(0).certificateNumber();
        return template()
                .replace("{accounts}", accounts)
                .replace("{address}", address)
                .replace("{password}", password)
                .replace("{listings}", String.valueOf(shelf.size()))
                .replace(
                        "{counties}",
                        String.valueOf(shelf.stream()
                                .map(shelved -> shelved.product().countyCode())
                                .distinct()
                                .count()))
                .replace("{certificate}", certificate);
    }

    private static String template() {
        try (InputStream text = Welcome.class.getResourceAsStream("/demo/welcome.txt")) {
            if (text == null) {
                throw new IllegalStateException("demo/welcome.txt is not on the class path");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
