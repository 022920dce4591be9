package org.bangxiao.settlement.payout;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bangxiao.kernel.Money;
import org.bangxiao.region.BankFormat;

/** The file that goes to a bank. The same items give the same bytes, whenever it is made. */
final class BankFile {
    /** What stands over and under the payments. */
    record Frame(String batch, LocalDate day, int count, long totalFen) {}

    /**
     * One payment with name and account in the clear.
     *
     * @param item our id, which comes back in the bank's answer
     */
    record Payment(int number, String item, String account, String name, long fen) {
        @Override
        public String toString() {
            return "Payment[" + item + "]";
        }
    }

    private BankFile() {}

    /** Fails with {@code payout-name-unwritable} where a name does not fit into the bank's encoding or columns. */
    static byte[] write(BankFormat format, Frame frame, List<Payment> payments) {
        CharsetEncoder encoder = Charset.forName(format.encoding())
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        StringBuilder text = new StringBuilder();
        Map<String, String> whole = Map.of(
                "batch", frame.batch(),
                "day", frame.day().format(DateTimeFormatter.BASIC_ISO_DATE),
                "count", String.valueOf(frame.count()),
                "total", amount(format, frame.totalFen()));
        line(text, format, format.header(), whole);
        for (Payment payment : payments) {
            if (!writable(format, encoder, payment.name())) {
                throw PayoutProblems.unwritable(payment.number());
            }
            line(
                    text,
                    format,
                    format.row(),
                    Map.of(
                            "number", String.valueOf(payment.number()),
                            "item", payment.item(),
                            "account", payment.account(),
                            "name", payment.name(),
                            "amount", amount(format, payment.fen())));
        }
        line(text, format, format.trailer(), whole);
        return bytes(encoder, text);
    }

    /** An amount as this bank writes it. */
    static String amount(BankFormat format, long fen) {
        return switch (format.amount()) {
            case YUAN -> Money.yuan(fen);
            case FEN -> String.valueOf(fen);
        };
    }

    private static void line(StringBuilder text, BankFormat format, List<String> columns, Map<String, String> values) {
        text.append(columns.stream()
                        .map(column -> values.getOrDefault(column, column))
                        .collect(Collectors.joining(format.separator())))
                .append(format.lineEnd().text());
    }

    private static boolean writable(BankFormat format, CharsetEncoder encoder, String name) {
        return encoder.canEncode(name)
                && !name.isBlank()
                && !name.contains(format.separator())
                && name.codePoints().noneMatch(c -> Character.isISOControl(c) || c == '"');
    }

    private static byte[] bytes(CharsetEncoder encoder, StringBuilder text) {
        try {
            ByteBuffer encoded = encoder.reset().encode(CharBuffer.wrap(text));
            byte[] file = new byte[encoded.remaining()];
            encoded.get(file);
            return file;
        } catch (CharacterCodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
