package org.bangxiao.bench;

import java.math.BigDecimal;
import java.util.List;

/**
 * Sealing, proofs and invariants over one journal that grows from step to step: at each it has at least so many lines and
 * at least so many sales.
 */
final class BooksBenchmark {
    static final List<String> NAMES = List.of("seal", "proof", "invariants");
    /** What it measures at each step. */
    static final List<String> FIGURES = List.of("seal", "proof", "proof-reported", "invariants", "books-check");

    private final Database database;
    private final Service service;
    private final Load load;
    private final Goods goods;
    private final Staff staff;
    private final Scale scale;

    BooksBenchmark(Database database, Service service, Load load, Staff staff, Goods goods, Scale scale) {
        this.database = database;
        this.service = service;
        this.load = load;
        this.staff = staff;
        this.goods = goods;
        this.scale = scale;
    }

    /**
     * @param names   which of them; the journal is filled and sealed for each
     * @param figures get what was measured, step by step, so that a step that fails does not take the others along
     */
    void measure(List<String> names, List<Long> steps, List<Figure> figures) throws Exception {
        Books books = new Books(database, steps.get(0));
        books.begin(
                new PurchaseBenchmark(database, service, goods, scale),
                new PartnerBenchmark(database, service, staff, goods, scale),
                load);
        SealBenchmark seal = new SealBenchmark(database, books);
        ProofBenchmark proof = new ProofBenchmark(database, service, load);
        InvariantsBenchmark invariants = new InvariantsBenchmark(database);
        for (long step : steps) {
            String size = BigDecimal.valueOf(step, 6).stripTrailingZeros().toPlainString() + " million lines and sales";
            Bench.say("books: growing to " + size + " …");
            figures.add(seal.measure(step, size));
            database.tidy("VACUUM ANALYZE", "CHECKPOINT");
            Bench.say(database.number("SELECT count(*) FROM ledger_line") + " lines, "
                    + database.number("SELECT count(*) FROM sale") + " sales, "
                    + database.number("SELECT count(*) FROM ledger_seal_block") + " blocks, "
                    + database.number("SELECT pg_database_size(current_database()) / 1000000") + " MB");
            if (names.contains("proof")) {
                figures.addAll(proof.measure(size));
            }
            if (names.contains("invariants")) {
                figures.add(invariants.measure(size));
            }
            figures.add(Figure.seconds(
                    "books-check",
                    Service.check(database, service.data()),
                    null,
                    size + ", invariants and every seal, a process of its own"));
        }
    }
}
