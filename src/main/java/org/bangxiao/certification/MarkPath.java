package org.bangxiao.certification;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.pdmodel.PDPageContentStream;

/** The path data of a picture as strokes on paper: M, L, H, V, C, S, Q, T and Z, each also relative. */
final class MarkPath {
    private static final Pattern TOKEN = Pattern.compile("([a-zA-Z])|(-?(?:\\d+\\.?\\d*|\\.\\d+))");
    /** How far the handles of a quarter of a circle reach, of its radius. */
    private static final BigDecimal QUARTER = new BigDecimal("0.5523");

    private static final BigDecimal TWO_THIRDS = new BigDecimal("0.66667");

    private final PDPageContentStream stream;
    private BigDecimal x = BigDecimal.ZERO;
    private BigDecimal y = BigDecimal.ZERO;
    private BigDecimal startX = BigDecimal.ZERO;
    private BigDecimal startY = BigDecimal.ZERO;
    /** The handle before, which a smooth curve mirrors. */
    private BigDecimal handleX = BigDecimal.ZERO;

    private BigDecimal handleY = BigDecimal.ZERO;
    private char before = ' ';

    private MarkPath(PDPageContentStream stream) {
        this.stream = stream;
    }

    static void draw(PDPageContentStream stream, String data) throws IOException {
        MarkPath path = new MarkPath(stream);
        List<BigDecimal> numbers = new ArrayList<>();
        char command = ' ';
        Matcher tokens = TOKEN.matcher(data);
        while (tokens.find()) {
            if (tokens.group(1) != null) {
                command = tokens.group(1).charAt(0);
                if (Character.toUpperCase(command) == 'Z') {
                    path.close();
                }
                numbers.clear();
            } else {
                numbers.add(new BigDecimal(tokens.group(2)));
                if (numbers.size() == wants(command)) {
                    path.step(command, numbers);
                    numbers.clear();
                    // Further pairs after a move are lines.
                    command = command == 'M' ? 'L' : command == 'm' ? 'l' : command;
                }
            }
        }
    }

    static void circle(PDPageContentStream stream, BigDecimal cx, BigDecimal cy, BigDecimal r) throws IOException {
        BigDecimal k = r.multiply(QUARTER);
        MarkPath path = new MarkPath(stream);
        path.move(cx.add(r), cy);
        path.curve(cx.add(r), cy.add(k), cx.add(k), cy.add(r), cx, cy.add(r));
        path.curve(cx.subtract(k), cy.add(r), cx.subtract(r), cy.add(k), cx.subtract(r), cy);
        path.curve(cx.subtract(r), cy.subtract(k), cx.subtract(k), cy.subtract(r), cx, cy.subtract(r));
        path.curve(cx.add(k), cy.subtract(r), cx.add(r), cy.subtract(k), cx.add(r), cy);
        path.close();
    }

    private static int wants(char command) {
        return switch (Character.toUpperCase(command)) {
            case 'H', 'V' -> 1;
            case 'C' -> 6;
            case 'S', 'Q' -> 4;
            default -> 2;
        };
    }

    private void step(char command, List<BigDecimal> n) throws IOException {
        boolean relative = Character.isLowerCase(command);
        BigDecimal baseX = relative ? x : BigDecimal.ZERO;
        BigDecimal baseY = relative ? y : BigDecimal.ZERO;
        char kind = String.valueOf(command).toUpperCase(Locale.ROOT).charAt(0);
        switch (kind) {
            case 'M' -> move(baseX.add(n.get(0)), baseY.add(n.get(1)));
            case 'L' -> line(baseX.add(n.get(0)), baseY.add(n.get(1)));
            case 'H' -> line(baseX.add(n.get(0)), y);
            case 'V' -> line(x, baseY.add(n.get(0)));
            case 'C' ->
                curve(
                        baseX.add(n.get(0)),
                        baseY.add(n.get(1)),
                        baseX.add(n.get(2)),
                        baseY.add(n.get(3)),
                        baseX.add(n.get(4)),
                        baseY.add(n.get(5)));
            case 'S' ->
                curve(
                        mirrored("CS", x, handleX),
                        mirrored("CS", y, handleY),
                        baseX.add(n.get(0)),
                        baseY.add(n.get(1)),
                        baseX.add(n.get(2)),
                        baseY.add(n.get(3)));
            case 'Q' -> bow(baseX.add(n.get(0)), baseY.add(n.get(1)), baseX.add(n.get(2)), baseY.add(n.get(3)));
            case 'T' ->
                bow(mirrored("QT", x, handleX), mirrored("QT", y, handleY), baseX.add(n.get(0)), baseY.add(n.get(1)));
            default -> throw new IOException("a mark may not use " + command);
        }
        before = kind;
    }

    private BigDecimal mirrored(String after, BigDecimal at, BigDecimal handle) {
        return after.indexOf(before) < 0 ? at : at.add(at).subtract(handle);
    }

    private void move(BigDecimal toX, BigDecimal toY) throws IOException {
        stream.moveTo(toX.floatValue(), toY.floatValue());
        startX = toX;
        startY = toY;
        at(toX, toY);
    }

    private void line(BigDecimal toX, BigDecimal toY) throws IOException {
        stream.lineTo(toX.floatValue(), toY.floatValue());
        at(toX, toY);
    }

    private void curve(BigDecimal x1, BigDecimal y1, BigDecimal x2, BigDecimal y2, BigDecimal toX, BigDecimal toY)
            throws IOException {
        stream.curveTo(
                x1.floatValue(), y1.floatValue(), x2.floatValue(), y2.floatValue(), toX.floatValue(), toY.floatValue());
        at(toX, toY);
        handleX = x2;
        handleY = y2;
    }

    private void bow(BigDecimal hx, BigDecimal hy, BigDecimal toX, BigDecimal toY) throws IOException {
        curve(
                x.add(hx.subtract(x).multiply(TWO_THIRDS)),
                y.add(hy.subtract(y).multiply(TWO_THIRDS)),
                toX.add(hx.subtract(toX).multiply(TWO_THIRDS)),
                toY.add(hy.subtract(toY).multiply(TWO_THIRDS)),
                toX,
                toY);
        handleX = hx;
        handleY = hy;
    }

    private void close() throws IOException {
        stream.closePath();
        at(startX, startY);
    }

    private void at(BigDecimal toX, BigDecimal toY) {
        x = toX;
        y = toY;
        handleX = toX;
        handleY = toY;
    }
}
