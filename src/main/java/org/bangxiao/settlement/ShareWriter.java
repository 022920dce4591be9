package org.bangxiao.settlement;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.Arrays;
import java.util.UUID;

/**
 * Shares of one run on their way into the database: so many at a time whatever the size of the pools, for a province has
 * thousands of small ones.
 */
final class ShareWriter {
    private final ShareRepository repository;
    private final SqlConnection connection;
    private final UUID run;
    private final Integer[] ranks;
    private final Long[] numbers;
    private final String[] households;
    private final Long[] weights;
    private final Long[] fen;
    private int size;

    ShareWriter(ShareRepository repository, SqlConnection connection, UUID run, int atATime) {
        this.repository = repository;
        this.connection = connection;
        this.run = run;
        ranks = new Integer[atATime];
        numbers = new Long[atATime];
        households = new String[atATime];
        weights = new Long[atATime];
        fen = new Long[atATime];
    }

    Uni<Void> add(PoolMembers members, long[] shares) {
        return add(members, shares, 0);
    }

    private Uni<Void> add(PoolMembers members, long[] shares, int from) {
        int to = Math.min(members.size(), from + ranks.length - size);
        for (int i = from; i < to; i++) {
            ranks[size] = members.rank();
            numbers[size] = members.number(i);
            households[size] = members.household(i).toString();
            weights[size] = members.weight(i);
            fen[size] = shares[i];
            size++;
        }
        return size < ranks.length ? Uni.createFrom().voidItem() : flush().chain(() -> add(members, shares, to));
    }

    /** Writes what is left. */
    Uni<Void> flush() {
        if (size == 0) {
            return Uni.createFrom().voidItem();
        }
        int n = size;
        size = 0;
        return repository.add(
                connection,
                run,
                Arrays.copyOf(ranks, n),
                Arrays.copyOf(numbers, n),
                Arrays.copyOf(households, n),
                Arrays.copyOf(weights, n),
                Arrays.copyOf(fen, n));
    }
}
