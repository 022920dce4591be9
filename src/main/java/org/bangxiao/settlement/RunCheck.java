package org.bangxiao.settlement;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.bangxiao.ledger.MerkleRoot;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes the root of every closed run from the credits in the ledger as they stand and the weights they were shared by, and
 * names the first run that does not have it: a credit was changed, taken out or put in since.
 */
@ApplicationScoped
public class RunCheck {
    /**
     * What was found.
     *
     * @param runs   how many runs were recomputed
     * @param badRun the number of the first that does not hold, or null
     */
    public record Verdict(int runs, @Nullable Integer badRun) {
        public boolean holds() {
            return badRun == null;
        }
    }

    /** A closed run with its root in hex. */
    record Closed(UUID id, int number, String root) {}

    private final SettlementRepository runs;
    private final ShareRepository shares;
    private final Secrets secrets;
    private final Tx tx;

    RunCheck(SettlementRepository runs, ShareRepository shares, Secrets secrets, Tx tx) {
        this.runs = runs;
        this.shares = shares;
        this.secrets = secrets;
        this.tx = tx;
    }

    /** Reads every credit once; holds those of one pool in memory. */
    public Uni<Verdict> verify() {
        return tx.read(runs::closed)
                .chain(closed -> Multi.createFrom()
                        .iterable(closed)
                        .onItem()
                        .transformToUniAndConcatenate(run -> tx.read(connection -> rootOf(connection, run.id()))
                                .map(root -> root.equals(run.root()) ? 0 : run.number()))
                        .filter(number -> number > 0)
                        .toUni()
                        .map(bad -> new Verdict(closed.size(), bad)));
    }

    private Uni<String> rootOf(SqlConnection connection, UUID run) {
        MerkleRoot root = new MerkleRoot();
        return runs.pools(connection, run)
                .chain(pools -> shares.eachPostedPool(connection, run, members -> {
                    Uni<Void> added = Uni.createFrom().voidItem().invoke(() -> add(root, run, pools, members));
                    return members.size() < Preparation.FEW
                            ? added
                            : added.runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
                }))
                .map(nothing -> HexFormat.of().formatHex(root.root()));
    }

    private void add(MerkleRoot root, UUID run, List<PoolToShare> pools, PoolMembers members) {
        // Money out of a pool that the run does not have stands under rank 0.
        long pool = members.rank() == 0 ? 0 : pools.get(members.rank() - 1).poolId();
        byte[] secret = CreditRecord.poolSecret(secrets, run, pool);
        for (int i = 0; i < members.size(); i++) {
            root.add(CreditRecord.digest(
                    CreditRecord.text(run, pool, members.number(i), members.weight(i), members.knownFen(i), secret)));
        }
    }
}
