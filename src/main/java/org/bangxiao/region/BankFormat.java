package org.bangxiao.region;

import java.util.List;

/**
 * The file a bank takes for a batch of payments, and the file it answers with: lines of separated columns, a header first
 * and a trailer with the totals last. A column is one of our words or letters in capitals that stand as they are.
 *
 * @param encoding  GBK or UTF-8
 * @param separator one character
 * @param lineEnd   CRLF or LF
 * @param amount    YUAN with two decimals, or FEN
 */
public record BankFormat(
        String id,
        String encoding,
        String separator,
        LineEnd lineEnd,
        Unit amount,
        List<String> header,
        List<String> row,
        List<String> trailer,
        Answer answer) {
    public BankFormat {
        header = List.copyOf(header);
        row = List.copyOf(row);
        trailer = List.copyOf(trailer);
    }

    /** How a line ends. */
    public enum LineEnd {
        CRLF("\r\n"),
        LF("\n");

        private final String text;

        LineEnd(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** What an amount counts. */
    public enum Unit {
        YUAN,
        FEN
    }

    /**
     * The file that comes back, in the same encoding.
     *
     * @param paid     what the bank writes where the money arrived
     * @param failed   where it did not
     * @param returned where it came back after it had arrived
     */
    public record Answer(
            List<String> header,
            List<String> row,
            List<String> trailer,
            List<String> paid,
            List<String> failed,
            List<String> returned) {
        public Answer {
            header = List.copyOf(header);
            row = List.copyOf(row);
            trailer = List.copyOf(trailer);
            paid = List.copyOf(paid);
            failed = List.copyOf(failed);
            returned = List.copyOf(returned);
        }
    }
}
