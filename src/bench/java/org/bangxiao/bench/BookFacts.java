package org.bangxiao.bench;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bangxiao.platform.Invariants;

/** Everything that money stands on, as text without the ids and moments that differ between two undisturbed runs. */
final class BookFacts {
    private static final List<String> FACTS = List.of(
            "SELECT concat_ws(' ', a.kind, a.owner, sum(b.posted), sum(b.lines)) FROM ledger_account a"
                    + " JOIN ledger_balance b ON b.account_id = a.id GROUP BY a.kind, a.owner ORDER BY 1",
            "SELECT concat_ws(' ', t.kind, regexp_replace(t.idem_key, 'result:[0-9a-f-]{36}', 'result'),"
                    + " encode(t.content_root, 'hex'), count(*), sum(l.amount) FILTER (WHERE l.amount > 0))"
                    + " FROM ledger_tx t JOIN ledger_line l ON l.tx_id = t.id AND l.period = t.period GROUP BY t.id ORDER BY 1",
            "SELECT concat_ws(' ', id, state, total_fen, encode(executed_digest, 'hex')) FROM settlement_run ORDER BY 1",
            "SELECT concat_ws(' ', run_id, chunk_no, state, n, total) FROM settlement_chunk ORDER BY 1",
            "SELECT concat_ws(' ', id, frozen_fen) FROM sale_pool ORDER BY 1",
            "SELECT concat_ws(' ', id, state, items, total_fen, encode(content_digest, 'hex'), encode(executed_digest, 'hex'),"
                    + " encode(file_sha256, 'hex')) FROM settlement_payout ORDER BY 1",
            "SELECT concat_ws(' ', batch_id, item_no, household_id, amount, state, reason, confirm_tx IS NULL, release_tx IS NULL)"
                    + " FROM settlement_payout_item ORDER BY 1",
            "SELECT concat_ws(' ', batch_id, chunk_no, state, reserve_tx IS NULL) FROM settlement_payout_chunk ORDER BY 1",
            "SELECT concat_ws(' ', encode(r.sha256, 'hex'), r.state, r.rows, r.paid, r.failed, count(*) FILTER (WHERE d.done))"
                    + " FROM settlement_payout_result r LEFT JOIN settlement_payout_result_row d ON d.result_id = r.id"
                    + " GROUP BY r.id ORDER BY 1");

    private BookFacts() {}

    static List<String> of(Database database, Course course) throws SQLException {
        List<String> books = new ArrayList<>();
        for (String fact : FACTS) {
            books.addAll(database.texts(fact));
        }
        books.addAll(course.handedOut());
        return books;
    }

    /** The invariants that do not hold, by name. */
    static List<String> broken(Database database) throws SQLException {
        List<String> broken = new ArrayList<>();
        for (Map.Entry<String, String> query : Invariants.queries().entrySet()) {
            if (!database.texts(query.getValue()).isEmpty()) {
                broken.add(query.getKey());
            }
        }
        return broken;
    }

    /** The first lines that only one of the two has. */
    static String difference(List<String> expected, List<String> found) {
        List<String> missing = new ArrayList<>(expected);
        List<String> more = new ArrayList<>(found);
        missing.removeAll(found);
        more.removeAll(expected);
        return "missing " + missing.stream().limit(5).toList() + ", more "
                + more.stream().limit(5).toList();
    }
}
