package org.bangxiao.demo;

import jakarta.enterprise.context.ApplicationScoped;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.bangxiao.certification.Checklist;
import org.bangxiao.certification.Evidence;
import org.bangxiao.document.CheckedDocument;
import org.bangxiao.document.Documents;
import org.bangxiao.identity.Actor;
import org.jspecify.annotations.Nullable;

/** Gives the demo's applications the papers they need: one drawing for each kind, kept once, marked as a demo. */
@ApplicationScoped
class Papers {
    private static final int VALID_YEARS = 4;
    private static final int WIDTH = 420;
    private static final int HEIGHT = 594;
    private static final int LINES = 12;
    /** The letters of DEMO, five dots wide and seven high, a row of dots in each number. */
    private static final int[][] DEMO = {
        {30, 17, 17, 17, 17, 17, 30},
        {31, 16, 16, 30, 16, 16, 31},
        {17, 27, 21, 21, 17, 17, 17},
        {14, 17, 17, 17, 17, 17, 14}
    };

    private static final int DOT = 9;
    private static final int LETTER_DOTS = 5;

    private final Documents documents;
    private final Evidence evidence;
    private final Map<String, CheckedDocument> drawn = new HashMap<>();

    Papers(Documents documents, Evidence evidence) {
        this.documents = documents;
        this.evidence = evidence;
    }

    /** Attaches whatever the application lacks. */
    void complete(Actor applicant, UUID applicationId, LocalDate on) {
        Checklist checklist = Steps.run(() -> evidence.checklist(applicant, applicationId));
        Map<Evidence.Paper, CheckedDocument> papers = new HashMap<>();
        for (Checklist.Item item : checklist.missing()) {
            @Nullable LocalDate until = item.expires() ? on.plusYears(VALID_YEARS) : null;
            papers.put(new Evidence.Paper(item.kind(), item.name().zh() + ".png", until), drawing(item.kind()));
        }
        if (!papers.isEmpty()) {
            Steps.run(() -> evidence.attachAll(applicant, applicationId, papers));
        }
    }

    private CheckedDocument drawing(String kind) {
        return drawn.computeIfAbsent(kind, one -> Steps.run(() -> documents.check(png(one))));
    }

    /** A sheet with lines, a stamp and the word DEMO; no fonts, so that it looks alike everywhere. */
    static byte[] png(String kind) {
        Color ink = Color.getHSBColor(Math.floorMod(kind.hashCode(), 360) / 360f, 0.55f, 0.55f);
        BufferedImage sheet = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = sheet.createGraphics();
        pen.setColor(new Color(0xFFFDF6));
        pen.fillRect(0, 0, WIDTH, HEIGHT);
        pen.setColor(ink);
        pen.setStroke(new BasicStroke(6));
        pen.drawRect(16, 16, WIDTH - 32, HEIGHT - 32);
        pen.fillRect(60, 170, WIDTH - 120, 10);
        pen.setColor(new Color(0xC9C2B0));
        for (int line = 0; line < LINES; line++) {
            pen.fillRect(60, 210 + 24 * line, WIDTH - 120 - Math.floorMod(kind.hashCode() >> line, 3) * 60, 8);
        }
        pen.setColor(ink);
        for (int letter = 0; letter < DEMO.length; letter++) {
            for (int row = 0; row < DEMO[letter].length; row++) {
                for (int dot = 0; dot < LETTER_DOTS; dot++) {
                    if ((DEMO[letter][row] >> (LETTER_DOTS - 1 - dot) & 1) == 1) {
                        pen.fillRect(60 + (letter * (LETTER_DOTS + 2) + dot) * DOT, 70 + row * DOT, DOT, DOT);
                    }
                }
            }
        }
        pen.setColor(new Color(0xC23A12));
        pen.drawOval(WIDTH - 170, HEIGHT - 170, 110, 110);
        pen.dispose();
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            ImageIO.write(sheet, "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
