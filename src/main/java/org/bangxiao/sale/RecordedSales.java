package org.bangxiao.sale;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Looks up what is in the books, for the doors that brought it there. */
@ApplicationScoped
public class RecordedSales {
    /** A sale by the name its door gave it. */
    public record Named(String externalId, UUID id) {}

    /**
     * A supplier's sales of one ledger transaction that wait for its word.
     *
     * @param whole whether the asker acts for all of their products
     */
    public record Waiting(UUID organisationId, long txId, long sales, long grossFen, boolean whole) {}

    private final RecordedSaleRepository repository;

    RecordedSales(RecordedSaleRepository repository) {
        this.repository = repository;
    }

    /** The sales of a ledger transaction in their order, from a position on. */
    public Uni<List<Named>> inTransaction(SqlConnection connection, long txId, int fromPosition, int limit) {
        return repository.named(connection, txId, fromPosition, limit);
    }

    /** What an organisation, and those whom it acts for on a day, have still to confirm. */
    public Uni<List<Waiting>> waitingFor(SqlConnection connection, UUID organisationId, LocalDate day) {
        return repository.waiting(connection, organisationId, day);
    }

    /** True where these ledger transactions hold sales of the supplier, of products that all the agent acts for on a day. */
    public Uni<Boolean> mandated(
            SqlConnection connection, Collection<Long> txIds, UUID supplier, UUID agent, LocalDate day) {
        return repository.mandated(connection, txIds, supplier, agent, day);
    }
}
