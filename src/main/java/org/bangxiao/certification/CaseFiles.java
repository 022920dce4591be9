package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.platform.Tx;

/** The evidence of a case, in one order for everybody who takes its digest. */
@ApplicationScoped
class CaseFiles {
    private final Tx tx;
    private final QueueRepository repository;

    CaseFiles(Tx tx, QueueRepository repository) {
        this.tx = tx;
        this.repository = repository;
    }

    Uni<List<CaseFile>> of(UUID applicationId) {
        return tx.read(connection -> of(connection, List.of(applicationId)))
                .map(files -> files.getOrDefault(applicationId, List.of()));
    }

    /** Of many at once; an application without evidence is missing from the map. */
    Uni<Map<UUID, List<CaseFile>>> of(SqlConnection connection, Collection<UUID> applicationIds) {
        return repository.files(connection, applicationIds);
    }
}
