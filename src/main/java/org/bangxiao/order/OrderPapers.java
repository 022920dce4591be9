package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import org.bangxiao.catalogue.SendWindow;
import org.bangxiao.document.PaperFont;
import org.bangxiao.document.PaperSheet;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.web.Messages;

/** What goes with the goods: packing slips on A4 and labels of 100 × 150 mm, drawn away from the event loop. */
@ApplicationScoped
class OrderPapers {
    private static final int LEFT = 56;
    private static final int BREADTH = 483;
    private static final int TOP = 786;
    private static final int BOTTOM = 90;
    private static final int LABEL_WIDTH = 283;
    private static final int LABEL_HEIGHT = 425;
    private static final int EDGE = 16;
    private static final int LABEL_BREADTH = LABEL_WIDTH - 2 * EDGE;
    /** Characters that are written large. */
    private static final int LONG_ADDRESS = 80;

    private final WorkerExecutor workers;
    private final PaperFont font;

    OrderPapers(Vertx vertx, PaperFont font) {
        this.workers = vertx.createSharedWorkerExecutor("order-papers", 2);
        this.font = font;
    }

    @PreDestroy
    void close() {
        workers.closeAndForget();
    }

    /** A slip for each order, with what is still due of it. */
    Uni<byte[]> slips(List<Shipping.Opened> orders) {
        return workers.executeBlocking(
                () -> {
                    try (PaperSheet sheet = new PaperSheet(font.bytes(), both("shipping.slip"))) {
                        for (int i = 0; i < orders.size(); i++) {
                            if (i > 0) {
                                sheet.next();
                            }
                            slip(sheet, orders.get(i));
                        }
                        return bytes(sheet);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                false);
    }

    /** A label for each order. */
    Uni<byte[]> labels(List<Shipping.Opened> orders) {
        return workers.executeBlocking(
                () -> {
                    try (PaperSheet sheet =
                            new PaperSheet(font.bytes(), both("shipping.label"), LABEL_WIDTH, LABEL_HEIGHT)) {
                        for (int i = 0; i < orders.size(); i++) {
                            if (i > 0) {
                                sheet.next();
                            }
                            label(sheet, orders.get(i));
                        }
                        return bytes(sheet);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                false);
    }

    private static void slip(PaperSheet sheet, Shipping.Opened opened) throws IOException {
        SupplierOrder order = opened.order();
        sheet.code(order.number(), LEFT + BREADTH - 70, TOP - 46, 70);
        sheet.text(LEFT, TOP, 20, Messages.get("zh", "shipping.slip"));
        sheet.grey();
        sheet.text(LEFT, TOP - 16, 10, Messages.get("en", "shipping.slip"));
        int y = TOP - 44;
        y = fact(sheet, y, "order.number", order.number());
        y = fact(
                sheet,
                y,
                "purchase.placed-at",
                BusinessClock.dayOf(order.placedAt()).toString());
        SendWindow window = order.window();
        if (window != null) {
            y = fact(sheet, y, "presale.title", days(window));
        }
        y = fact(sheet, y, "shipping.sender", opened.supplier().zh());
        Receiver receiver = opened.receiver();
        y = fact(sheet, y, "purchase.receiver", receiver.receiver() + "  " + receiver.phone());
        y = fact(sheet, y, "checkout.address", receiver.place());
        if (receiver.note() != null && !receiver.note().isEmpty()) {
            y = fact(sheet, y, "checkout.note", receiver.note());
        }
        y -= 18;
        sheet.line(0x5A, 0x63, 0x5E, 1);
        long pieces = 0;
        for (SupplierOrder.Line line : order.lines()) {
            if (line.due() == 0) {
                continue;
            }
            if (y < BOTTOM) {
                sheet.next();
                y = TOP;
                sheet.line(0x5A, 0x63, 0x5E, 1);
            }
            pieces += line.due();
            sheet.box(LEFT, y - 2, 11, 11);
            sheet.black();
            sheet.text(LEFT + BREADTH - 60, y, 13, "× " + line.due());
            y = sheet.paragraph(LEFT + 22, y, BREADTH - 90, 12, 16, line.nameZh());
            sheet.grey();
            y = sheet.paragraph(LEFT + 22, y, BREADTH - 90, 9, 12, line.nameEn() + "  " + line.unit()) - 8;
            if (line.unitGrams() != null) {
                sheet.black();
                sheet.text(LEFT + 22, y, 10, both("weight.slip"));
                y -= 20;
            }
        }
        sheet.black();
        sheet.text(LEFT, y - 6, 11, Messages.get("zh", "shipping.pieces", pieces));
        sheet.grey();
        sheet.paragraph(LEFT, 56, BREADTH, 8, 12, Messages.get("zh", "shipping.slip.foot"));
        sheet.paragraph(LEFT, 42, BREADTH, 8, 12, Messages.get("en", "shipping.slip.foot"));
    }

    private static void label(PaperSheet sheet, Shipping.Opened opened) throws IOException {
        SupplierOrder order = opened.order();
        Receiver receiver = opened.receiver();
        sheet.line(0x1C, 0x24, 0x20, 1);
        sheet.box(EDGE / 2, EDGE / 2, LABEL_WIDTH - EDGE, LABEL_HEIGHT - EDGE);
        sheet.grey();
        sheet.text(EDGE, 394, 9, both("shipping.to"));
        sheet.black();
        int y = sheet.paragraph(EDGE, 370, LABEL_BREADTH, 17, 22, receiver.receiver() + "  " + receiver.phone());
        String address = receiver.place();
        boolean small = address.length() > LONG_ADDRESS;
        y = sheet.paragraph(EDGE, y - 2, LABEL_BREADTH, small ? 10 : 14, small ? 14 : 19, address);
        if (receiver.note() != null && !receiver.note().isEmpty()) {
            y = sheet.paragraph(EDGE, y - 2, LABEL_BREADTH, 10, 14, receiver.note());
        }
        sheet.grey();
        String goods = order.lines().stream()
                .filter(line -> line.due() > 0)
                .map(line -> line.nameZh() + " × " + line.due())
                .collect(Collectors.joining("，"));
        sheet.paragraph(EDGE, Math.min(y - 8, 190), LABEL_BREADTH, 9, 12, shortened(goods));
        sheet.code(order.number(), EDGE, EDGE + 4, 84);
        int x = EDGE + 94;
        SendWindow window = order.window();
        if (window != null) {
            sheet.black();
            sheet.text(x, 40, 9, Messages.get("zh", "presale.title") + " " + days(window));
        }
        sheet.grey();
        sheet.text(x, 88, 8, both("shipping.sender"));
        sheet.black();
        sheet.paragraph(x, 74, LABEL_WIDTH - EDGE - x, 10, 13, opened.supplier().zh());
        sheet.text(x, 26, 10, order.number());
    }

    /** Three lines of a label. */
    private static String shortened(String goods) {
        return goods.length() <= 80 ? goods : goods.substring(0, 79) + "…";
    }

    private static int fact(PaperSheet sheet, int y, String key, String value) throws IOException {
        sheet.grey();
        sheet.text(LEFT, y, 9, both(key));
        sheet.black();
        return sheet.paragraph(LEFT + 120, y, BREADTH - 200, 11, 16, value) - 4;
    }

    private static String days(SendWindow window) {
        return window.from() + " – " + window.to();
    }

    private static String both(String key) {
        return Messages.get("zh", key) + "  " + Messages.get("en", key);
    }

    private static byte[] bytes(PaperSheet sheet) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        sheet.save(out);
        return out.toByteArray();
    }
}
