package org.bangxiao.report;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * A supplier's statement: what the ledger has booked for it, month by month and down to each sale. It adds up to what the
 * ledger says it is owed because it is nothing but the ledger's lines.
 */
@ApplicationScoped
class Income {
    private static final int SIZE = 50;
    private static final Pattern MONTH = Pattern.compile("(20\\d\\d)-(0[1-9]|1[0-2])");
    private static final Pattern CURSOR = Pattern.compile("(\\d{1,18})-(\\d{1,9})");

    /** @param months the latest first */
    record Statement(IncomeRepository.Balance balance, List<IncomeMonth> months) {}

    private final IncomeRepository repository;
    private final Tx tx;

    Income(IncomeRepository repository, Tx tx) {
        this.repository = repository;
        this.tx = tx;
    }

    Uni<Statement> statement(Actor supplier) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        return tx.read(connection -> repository
                .balance(connection, organisation)
                .chain(balance ->
                        repository.months(connection, organisation).map(months -> new Statement(balance, months))));
    }

    /**
     * The bookings of a month such as {@code 2026-11}; {@code not-found} for what is no month, {@code invalid-input} for a
     * cursor that nobody gave out.
     */
    Uni<Page<IncomeEntry>> entries(Actor supplier, String month, boolean sales, @Nullable String cursor) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        Matcher read = MONTH.matcher(month);
        if (!read.matches()) {
            throw Problem.notFound();
        }
        int number = Integer.parseInt(read.group(1) + read.group(2));
        IncomeRepository.Cursor before = cursor == null ? null : cursor(cursor);
        return tx.read(connection -> sales
                        ? repository.sales(connection, organisation, number, before, SIZE + 1)
                        : repository.others(connection, organisation, number, before, SIZE + 1))
                .map(found -> new Page<>(
                        found.stream().limit(SIZE).toList(),
                        found.size() > SIZE ? found.get(SIZE - 1).cursor() : null,
                        -1));
    }

    private static IncomeRepository.Cursor cursor(String text) {
        Matcher read = CURSOR.matcher(text);
        if (!read.matches()) {
            throw Problem.field("/cursor", "cursor-invalid");
        }
        return new IncomeRepository.Cursor(Long.parseLong(read.group(1)), Integer.parseInt(read.group(2)));
    }
}
