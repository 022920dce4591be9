package org.bangxiao.partner;

import java.util.Arrays;
import java.util.List;

/**
 * Cuts a stream of bytes into lines without ever holding more than one of them: a line longer than eight kilobytes is
 * thrown away as it comes and answered as such. Blank lines are no rows.
 */
final class LineReader {
    static final int LONGEST_LINE = 8 * 1024;

    private final RowParser parser = new RowParser();
    private byte[] begun = new byte[1024];
    private int length;
    private boolean tooLong;

    /** Reads these bytes; each line that ends in them is added to {@code rows}. */
    void feed(byte[] bytes, int from, int to, List<ReportedRow> rows) {
        int start = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                if (length == 0 && !tooLong && i - start <= LONGEST_LINE) {
                    row(bytes, start, i - start, rows);
                } else {
                    keep(bytes, start, i);
                    end(rows);
                }
                start = i + 1;
            }
        }
        keep(bytes, start, to);
    }

    /** The stream is over: a last line without a line feed is a row too. */
    void end(List<ReportedRow> rows) {
        if (tooLong) {
            rows.add(ReportedRow.faulty(null, "row-too-long"));
        } else {
            row(begun, 0, length, rows);
        }
        length = 0;
        tooLong = false;
    }

    private void keep(byte[] bytes, int from, int to) {
        int more = to - from;
        if (length + more > LONGEST_LINE) {
            tooLong = true;
        }
        if (tooLong || more == 0) {
            return;
        }
        if (begun.length < length + more) {
            begun = Arrays.copyOf(begun, LONGEST_LINE);
        }
        System.arraycopy(bytes, from, begun, length, more);
        length += more;
    }

    private void row(byte[] bytes, int from, int count, List<ReportedRow> rows) {
        int start = from;
        int stop = from + count;
        while (start < stop && isBlank(bytes[start])) {
            start++;
        }
        while (stop > start && isBlank(bytes[stop - 1])) {
            stop--;
        }
        if (stop > start) {
            rows.add(parser.parse(bytes, start, stop - start));
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }
}
