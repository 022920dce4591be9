package org.bangxiao.settlement.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Random sequences of sales, refunds, late confirmations, settlements, payouts and bank answers against a ledger in plain
 * maps. {@code -Dbangxiao.model.sequences=2000} plays as many as RELIABILITY's plan asks for; {@code -Dseed} plays a round
 * again with as many sequences as it had, {@code -Dbangxiao.model.only} one sequence of it. What was played stands in
 * {@code target/model.txt}.
 */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class MoneyModelDbTest {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int SEQUENCES = Integer.getInteger("bangxiao.model.sequences", 25);
    private static final int ONLY = Integer.getInteger("bangxiao.model.only", -1);
    private static final int A_ROUND = 100;
    private static final Path PLAYED = Path.of("target/model.txt");

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void everyAccountIsWhatTheModelSaysAndNoMistakeGoesUnseen() throws SQLException, IOException {
        List<String> played = new ArrayList<>();
        int left = SEQUENCES;
        for (int round = 0; left > 0; round++) {
            int count = Math.min(left, A_ROUND);
            left -= count;
            boolean controlled = round == 0 && ONLY < 0;
            Set<Mistake> mistakes = controlled ? EnumSet.allOf(Mistake.class) : Set.of();
            long from = System.nanoTime();
            try (ModelRound model = new ModelRound(SEED + round, count, ONLY, mistakes)) {
                long made = System.nanoTime();
                model.play();
                played.add("seed %d: %d sequences, %d deeds, %d runs, %d batches, made in %d ms, played in %d ms"
                        .formatted(
                                SEED + round,
                                count,
                                model.deeds(),
                                model.runs(),
                                model.batches(),
                                TimeUnit.NANOSECONDS.toMillis(made - from),
                                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - made)));
                model.found().forEach((mistake, where) -> played.add(mistake + " was seen at " + where));
                Files.write(PLAYED, played);
                assertThat(model.found().keySet())
                        .as("seed %d: mistakes that were seen", SEED)
                        .containsAll(mistakes);
                if (controlled) {
                    aChangedRowIsSeen(model);
                }
            }
        }
    }

    /** One fen more on one household's account, by somebody who may do anything. */
    private static void aChangedRowIsSeen(ModelRound round) throws SQLException {
        String household = round.world().households.get(0).id();
        String change = "UPDATE ledger_balance SET posted = posted %s 1 WHERE account_id ="
                + " (SELECT id FROM ledger_account WHERE kind = 'HOUSEHOLD' AND owner = '" + household + "')";
        String open = "INSERT INTO ledger_account (kind, owner) VALUES ('HOUSEHOLD', '" + household
                + "') ON CONFLICT DO NOTHING";
        SettledProvince.tamper(open);
        SettledProvince.tamper("INSERT INTO ledger_balance (account_id) SELECT id FROM ledger_account"
                + " WHERE kind = 'HOUSEHOLD' AND owner = '" + household + "' ON CONFLICT DO NOTHING");
        SettledProvince.tamper(change.formatted("+"));
        assertThatThrownBy(() -> round.compare(false))
                .hasMessageContaining("1 differences")
                .hasMessageContaining(household);
        SettledProvince.tamper(change.formatted("-"));
        round.compare(false);
    }
}
