package org.bangxiao.settlement.payout;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A bank that reads a payout's file and answers it, in either of the two shapes of the policy packs. */
final class BankInTests {
    /** One payment as the file says it. */
    record Paid(String item, String amount) {}

    /** What the bank says of a payment: a word of its own and a reason. */
    record Said(Paid of, String outcome, String reason) {}

    private final boolean comma;
    private final String batch;
    private final List<Paid> payments = new ArrayList<>();
    private final List<String> lines;

    private BankInTests(byte[] file, boolean comma) {
        this.comma = comma;
        lines = new String(file, charset()).lines().toList();
        batch = cells(lines.get(0)).get(1);
        for (String line : lines.subList(1, lines.size() - 1)) {
            List<String> cells = cells(line);
            payments.add(comma ? new Paid(cells.get(2), cells.get(5)) : new Paid(cells.get(0), cells.get(3)));
        }
    }

    static BankInTests comma(byte[] file) {
        return new BankInTests(file, true);
    }

    static BankInTests bar(byte[] file) {
        return new BankInTests(file, false);
    }

    List<Paid> payments() {
        return payments;
    }

    List<String> lines() {
        return lines;
    }

    /** Answers for these payments in order, all with the same outcome. */
    byte[] answer(String outcome, List<Paid> about) {
        return answer(about.stream().map(each -> new Said(each, outcome, "")).toList());
    }

    byte[] answer(List<Said> said) {
        return text(batch, said, said.size(), text -> text);
    }

    /** The same for a batch of another name. */
    byte[] answerFor(String otherBatch, List<Said> said) {
        return text(otherBatch, said, said.size(), text -> text);
    }

    /** The same, cut off before its trailer. */
    byte[] cutOff(List<Said> said) {
        return text(batch, said, said.size(), text -> text.substring(0, text.lastIndexOf(comma ? "T," : "END|")));
    }

    /** The same with a trailer that counts so many rows. */
    byte[] counting(int rows, List<Said> said) {
        return text(batch, said, rows, text -> text);
    }

    private byte[] text(String named, List<Said> said, int rows, Function<String, String> change) {
        StringBuilder text =
                new StringBuilder(comma ? "H," + named + ",20261128\r\n" : "BATCH|" + named + "|20261128\n");
        long fen = 0;
        int number = 0;
        for (Said each : said) {
            number++;
            fen += Long.parseLong(each.of().amount().replace(".", ""));
            text.append(
                    comma
                            ? "D," + number + "," + each.of().item() + ","
                                    + each.of().amount() + "," + each.outcome() + "," + each.reason() + "\r\n"
                            : each.of().item() + "|" + each.of().amount() + "|" + each.outcome() + "|" + each.reason()
                                    + "\n");
        }
        text.append(
                comma
                        ? "T," + rows + "," + fen / 100 + "." + String.format("%02d", fen % 100) + "\r\n"
                        : "END|" + rows + "|" + fen + "\n");
        return change.apply(text.toString()).getBytes(charset());
    }

    private List<String> cells(String line) {
        return List.of(line.split(comma ? "," : "\\|", -1));
    }

    private Charset charset() {
        return comma ? Charset.forName("GBK") : StandardCharsets.UTF_8;
    }
}
