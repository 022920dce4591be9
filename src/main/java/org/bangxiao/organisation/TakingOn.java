package org.bangxiao.organisation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/** The installation itself takes over suppliers together with the papers that were looked at elsewhere. */
@ApplicationScoped
public class TakingOn {
    /** A paper that counts at once; {@code sha256} names a stored file. */
    public record Held(
            String kind, LocalDate issuedOn, @Nullable LocalDate expiresOn, String sha256) {}

    private final Tx tx;
    private final SupplierRepository repository;
    private final SupplierDocumentRepository documents;
    private final StandingRepository standings;
    private final SupplierIntake intake;
    private final BusinessClock clock;

    TakingOn(
            Tx tx,
            SupplierRepository repository,
            SupplierDocumentRepository documents,
            StandingRepository standings,
            SupplierIntake intake,
            BusinessClock clock) {
        this.tx = tx;
        this.repository = repository;
        this.documents = documents;
        this.standings = standings;
        this.intake = intake;
        this.clock = clock;
    }

    /** From that day on it must hold what its region's pack asks, and holds these papers. */
    public Uni<Void> with(UUID organisation, LocalDate since, List<Held> papers) {
        Instant now = clock.instant();
        return tx.write(connection -> repository
                .lock(connection, organisation, clock.today())
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(view -> repository.confirmed(
                        connection,
                        organisation,
                        since,
                        null,
                        intake.papersOf(view.kind(), view.areaCode()).stream()
                                .map(paper -> paper.id())
                                .toList()))
                .chain(() -> taken(connection, organisation, papers, now))
                .chain(() -> standings.refresh(connection, organisation, now))
                .chain(() -> Audit.write(
                        connection, Deeds.of(now, null, null, "supplier-take-on", organisation, Map.of()))));
    }

    private Uni<Void> taken(SqlConnection connection, UUID organisation, List<Held> papers, Instant now) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Held paper : papers) {
            DocumentView document = new DocumentView(
                    Ids.next(),
                    organisation,
                    paper.kind(),
                    "",
                    paper.issuedOn(),
                    paper.expiresOn(),
                    DocumentView.State.WAITING,
                    "",
                    now,
                    paper.sha256());
            all = all.chain(() -> documents.insert(connection, document, organisation))
                    .chain(() ->
                            documents.decide(connection, document.id(), DocumentView.State.CONFIRMED, "", null, now))
                    .replaceWithVoid();
        }
        return all;
    }
}
