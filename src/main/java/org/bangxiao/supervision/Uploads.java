package org.bangxiao.supervision;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.bangxiao.document.CheckedDocument;
import org.bangxiao.document.Documents;
import org.bangxiao.document.StoredDocument;
import org.bangxiao.kernel.Problem;

/** Takes in the pictures and papers of one step: judged first, kept with the step. */
@ApplicationScoped
class Uploads {
    static final int FILES_MAX = 6;

    private final Documents documents;

    Uploads(Documents documents) {
        this.documents = documents;
    }

    /** Judges all of them; {@code too-many-files}, or why one is refused. */
    Uni<List<CheckedDocument>> checked(List<Upload> files) {
        if (files.size() > FILES_MAX) {
            return Uni.createFrom().failure(Problem.field("/file", "too-many-files", FILES_MAX));
        }
        return Multi.createFrom()
                .iterable(files)
                .onItem()
                .transformToUniAndConcatenate(file -> file.checkedBy(documents))
                .collect()
                .asList();
    }

    /** Keeps them in the transaction of the step; answers their hashes in order. */
    Uni<List<String>> kept(SqlConnection connection, List<CheckedDocument> checked) {
        return Multi.createFrom()
                .iterable(checked)
                .onItem()
                .transformToUniAndConcatenate(one -> documents.keep(connection, one))
                .map(StoredDocument::sha256)
                .collect()
                .asList();
    }
}
