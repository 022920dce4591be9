package org.bangxiao.notice;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.bangxiao.support.Mailboxes;
import org.jspecify.annotations.Nullable;

/** A mail server that listens to the end of a mail and then refuses it, or hangs up without a word. */
final class BrokenMailServer implements AutoCloseable {
    private final AtomicInteger heard = new AtomicInteger();
    private final ServerSocket door;
    private final @Nullable String lastWord;

    private BrokenMailServer(@Nullable String lastWord) throws IOException {
        this.lastWord = lastWord;
        door = new ServerSocket(Mailboxes.port(), 20, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::listen, "broken-mail-server");
        thread.setDaemon(true);
        thread.start();
    }

    static BrokenMailServer saying(String refusal) throws IOException {
        return new BrokenMailServer(refusal);
    }

    static BrokenMailServer hangingUp() throws IOException {
        return new BrokenMailServer(null);
    }

    /** How many mails it listened to. */
    int heard() {
        return heard.get();
    }

    private void listen() {
        while (!door.isClosed()) {
            try {
                Socket caller = door.accept();
                Thread thread = new Thread(() -> talk(caller), "broken-mail-server-caller");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void talk(Socket caller) {
        try (caller) {
            answer(caller);
        } catch (IOException e) {
            // The caller went: there is nobody to tell.
            return;
        }
    }

    private void answer(Socket caller) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8));
        say(caller, "220 here");
        boolean content = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (content && line.equals(".")) {
                heard.incrementAndGet();
                if (lastWord == null) {
                    return;
                }
                content = false;
                say(caller, lastWord);
            } else if (!content) {
                content = line.equals("DATA");
                if (line.equals("QUIT")) {
                    say(caller, "221 bye");
                    return;
                }
                say(caller, content ? "354 go on" : "250 fine");
            }
        }
    }

    private static void say(Socket caller, String line) throws IOException {
        caller.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        caller.getOutputStream().flush();
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
