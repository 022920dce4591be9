package org.bangxiao.bench;

import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lines of one ledger transaction, first by kind and owner, then by account. */
final class Postings {
    private record Key(String kind, String owner) {
        boolean negative() {
            return !kind.equals("SUPPLIER");
        }
    }

    private static final int SLOTS = 16;

    private final Map<Key, Long> sums = new LinkedHashMap<>();
    private final List<Long> accounts = new ArrayList<>();
    private final List<@Nullable Long> pools = new ArrayList<>();
    private final List<Long> amounts = new ArrayList<>();

    void add(String kind, String owner, long fen) {
        sums.merge(new Key(kind, owner), fen, Math::addExact);
    }

    /** A row of kind, owner, id. */
    void found(Object[] row) {
        accounts.add((Long) row[2]);
        pools.add(null);
        amounts.add(sums.getOrDefault(new Key((String) row[0], (String) row[1]), 0L));
    }

    void pool(Long account, Long pool, long fen) {
        accounts.add(account);
        pools.add(pool);
        amounts.add(fen);
    }

    Array kinds(Statements sql) throws SQLException {
        return sql.array("text", sums.keySet().stream().map(Key::kind).toArray());
    }

    Array owners(Statements sql) throws SQLException {
        return sql.array("text", sums.keySet().stream().map(Key::owner).toArray());
    }

    Array negative(Statements sql) throws SQLException {
        return sql.array("boolean", sums.keySet().stream().map(Key::negative).toArray());
    }

    Array slots(Statements sql) throws SQLException {
        return sql.array(
                "int",
                sums.keySet().stream().map(key -> key.negative() ? SLOTS : 1).toArray());
    }

    Array accounts(Statements sql) throws SQLException {
        return sql.array("bigint", accounts.toArray());
    }

    Array pools(Statements sql) throws SQLException {
        return sql.array("bigint", pools.toArray());
    }

    Array amounts(Statements sql) throws SQLException {
        return sql.array("bigint", amounts.toArray());
    }
}
