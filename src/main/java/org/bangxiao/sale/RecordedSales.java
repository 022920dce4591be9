package org.bangxiao.sale;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Looks up what is in the books, for the doors that brought it there. */
@ApplicationScoped
public class RecordedSales {
    /** A sale by the name its door gave it. */
    public record Named(String externalId, UUID id) {}

    /** A supplier's sales of one ledger transaction that wait for its word. */
    public record Waiting(long txId, long sales, long grossFen) {}

    private final RecordedSaleRepository repository;

    RecordedSales(RecordedSaleRepository repository) {
        this.repository = repository;
    }

    /** The sales of a ledger transaction in their order, from a position on. */
    public Uni<List<Named>> inTransaction(SqlConnection connection, long txId, int fromPosition, int limit) {
        return repository.named(connection, txId, fromPosition, limit);
    }

    /** What an organisation has still to confirm. */
    public Uni<List<Waiting>> waitingFor(SqlConnection connection, UUID organisationId) {
        return repository.waiting(connection, organisationId);
    }

    /** True where one of these ledger transactions holds a sale of the organisation. */
    public Uni<Boolean> concern(SqlConnection connection, Collection<Long> txIds, UUID organisationId) {
        return repository.concern(connection, txIds, organisationId);
    }
}
