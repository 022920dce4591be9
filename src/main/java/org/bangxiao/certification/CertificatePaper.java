package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.bangxiao.document.PaperFont;
import org.bangxiao.document.PaperSheet;
import org.bangxiao.platform.web.Messages;
import org.bangxiao.region.Label;

/**
 * The certificate on paper: one sheet in Chinese with the English beneath, the mark of the region while it holds, and the
 * signed code. Drawn away from the event loop.
 */
@ApplicationScoped
class CertificatePaper {
    private static final int LEFT = 78;
    private static final int RIGHT = 517;
    private static final int BREADTH = RIGHT - LEFT;
    private static final int QR_SIZE = 118;

    private final WorkerExecutor workers;
    private final PaperFont font;

    CertificatePaper(Vertx vertx, PaperFont font) {
        this.workers = vertx.createSharedWorkerExecutor("certificate-paper", 2);
        this.font = font;
    }

    @PreDestroy
    void close() {
        workers.closeAndForget();
    }

    /**
     * The sheet as a PDF.
     *
     * @param code    what the QR code holds: an address with the signed text
     * @param markSvg the mark of the region
     */
    Uni<byte[]> draw(PublicCertificate certificate, String code, String markSvg) {
        return workers.executeBlocking(() -> pdf(certificate, code, markSvg), false);
    }

    private byte[] pdf(PublicCertificate certificate, String code, String markSvg) {
        try (PaperSheet sheet = new PaperSheet(font.bytes(), certificate.title().zh() + " " + certificate.number())) {
            frame(sheet);
            if (certificate.valid()) {
                MarkDrawing.draw(sheet.stream(), markSvg, 252, 690, 92);
            } else {
                stamp(sheet, certificate);
            }
            int y = heading(sheet, certificate);
            y = sheet.paragraph(
                    LEFT, y, BREADTH, 12, 20, certificate.statement().zh());
            sheet.grey();
            y = sheet.paragraph(
                    LEFT, y - 2, BREADTH, 8, 12, certificate.statement().en());
            y = facts(sheet, certificate, y - 14);
            sheet.grey();
            y = sheet.paragraph(LEFT, y - 8, BREADTH, 9, 14, both(certificate.promise()));
            sheet.paragraph(LEFT, y - 2, BREADTH, 9, 14, both(certificate.free()));
            foot(sheet, certificate, code);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            sheet.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void frame(PaperSheet sheet) throws IOException {
        sheet.line(0xB3, 0x8A, 0x3C, 3);
        sheet.box(34, 34, 527, 774);
        sheet.line(0xB3, 0x8A, 0x3C, 1);
        sheet.box(42, 42, 511, 758);
    }

    private static void stamp(PaperSheet sheet, PublicCertificate certificate) throws IOException {
        sheet.colour(0xB3, 0x26, 0x1E);
        sheet.centred(718, 34, Messages.get("zh", "certificate.state." + certificate.state()));
        sheet.centred(698, 12, Messages.get("en", "certificate.state." + certificate.state()));
    }

    private static int heading(PaperSheet sheet, PublicCertificate certificate) throws IOException {
        sheet.colour(0x12, 0x4B, 0x31);
        sheet.centred(648, 26, certificate.title().zh());
        sheet.grey();
        sheet.centred(630, 10, certificate.title().en());
        sheet.black();
        sheet.centred(606, 13, certificate.number());
        sheet.centred(572, 22, certificate.nameZh());
        sheet.grey();
        sheet.centred(556, 10, certificate.nameEn());
        sheet.black();
        sheet.centred(534, 13, certificate.organisationName().zh());
        if (certificate.demo()) {
            sheet.grey();
            sheet.centred(518, 10, Messages.get("zh", "demo.badge") + " " + Messages.get("en", "demo.badge"));
        }
        sheet.black();
        return 494;
    }

    private static int facts(PaperSheet sheet, PublicCertificate certificate, int from) throws IOException {
        List<String[]> rows = new ArrayList<>();
        rows.add(row("certificate.county", certificate.countyName()));
        rows.add(row("certificate.category", certificate.categoryName()));
        rows.add(row("certificate.criterion", certificate.criterion()));
        rows.add(new String[] {
            label("certificate.capacity"),
            Messages.get("zh", "certificate.capacity.units", certificate.yearlyCapacity(), certificate.packageUnit())
        });
        rows.add(new String[] {
            label("certificate.validity"),
            Messages.get("zh", "certificate.from-to", certificate.issuedOn(), certificate.validTo())
        });
        rows.add(row("certificate.scheme", certificate.scheme()));
        for (SecondCertificate second : certificate.seconds()) {
            rows.add(new String[] {both(second.name()), second.number() + "（" + second.validTo() + "）"});
        }
        int y = from;
        for (String[] one : rows) {
            sheet.grey();
            sheet.text(LEFT, y, 9, one[0]);
            sheet.black();
            y = sheet.paragraph(LEFT + 150, y, BREADTH - 150, 10, 15, one[1]) - 4;
        }
        return y;
    }

    private static void foot(PaperSheet sheet, PublicCertificate certificate, String code) throws IOException {
        sheet.code(code, LEFT, 66, QR_SIZE);
        sheet.grey();
        int x = LEFT + QR_SIZE + 16;
        int y = sheet.paragraph(x, 168, RIGHT - x, 9, 14, Messages.get("zh", "paper.qr"));
        y = sheet.paragraph(x, y - 2, RIGHT - x, 8, 12, Messages.get("en", "paper.qr"));
        sheet.black();
        y = sheet.paragraph(x, y - 8, RIGHT - x, 10, 15, Messages.get("zh", "paper.announced", certificate.issuedOn()));
        sheet.grey();
        sheet.paragraph(x, y, RIGHT - x, 8, 12, Messages.get("en", "paper.announced", certificate.issuedOn()));
    }

    private static String[] row(String key, Label value) {
        return new String[] {label(key), both(value)};
    }

    private static String label(String key) {
        return Messages.get("zh", key) + "  " + Messages.get("en", key);
    }

    private static String both(Label label) {
        return label.zh().equals(label.en()) ? label.zh() : label.zh() + "  " + label.en();
    }
}
