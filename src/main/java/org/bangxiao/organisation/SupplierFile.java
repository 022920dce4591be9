package org.bangxiao.organisation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.document.Documents;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;

/** What stands in suppliers' files and was confirmed, for those who ask something of a supplier that its file answers. */
@ApplicationScoped
public class SupplierFile {
    private final Tx tx;
    private final SupplierDocumentRepository repository;
    private final Documents documents;
    private final BusinessClock clock;

    SupplierFile(Tx tx, SupplierDocumentRepository repository, Documents documents, BusinessClock clock) {
        this.tx = tx;
        this.repository = repository;
        this.documents = documents;
        this.clock = clock;
    }

    /** The confirmed papers of suppliers, whatever their days; who holds none is missing. */
    public Uni<Map<UUID, List<DocumentView>>> confirmed(SqlConnection connection, Collection<UUID> organisations) {
        return repository.confirmed(connection, organisations);
    }

    /** The file of a paper that the caller has let the reader see; looking at it is written down. */
    public Uni<Response> open(Actor reader, DocumentView paper) {
        return tx.write(connection -> Audit.write(
                        connection,
                        Deeds.of(
                                clock.instant(),
                                reader,
                                null,
                                "supplier-document-view",
                                paper.organisationId(),
                                Map.of("document", paper.id().toString(), "sha256", paper.sha256()))))
                .chain(() -> documents.answer(paper.sha256()));
    }
}
