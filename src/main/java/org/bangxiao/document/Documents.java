package org.bangxiao.document;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.WorkerExecutor;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Tx;

/**
 * Takes in files and gives them back. A file that is not what it should be is refused at the field {@code file}:
 * {@code document-empty}, {@code document-kind-unknown} (not JPEG, PNG, WebP or PDF by content),
 * {@code document-too-many-pixels}, {@code document-picture-broken}, {@code document-something-else-inside} (also a page,
 * a program or an archive), {@code document-pdf-broken}, {@code document-pdf-encrypted}, {@code document-pdf-active}
 * (scripts, files or actions inside), {@code document-pdf-too-long}, {@code document-pdf-too-large-inside}; and
 * {@code document-too-large} (413) for the whole file.
 */
@ApplicationScoped
public class Documents {
    private static final String HASH = "[0-9a-f]{64}";

    private final DocumentConfig config;
    private final DocumentRepository repository;
    private final Tx tx;
    private final WorkerExecutor workers;
    private final Pictures pictures;
    private final PdfCheck pdfs;

    Documents(DocumentConfig config, DocumentRepository repository, Tx tx, Vertx vertx) {
        this.config = config;
        this.repository = repository;
        this.tx = tx;
        this.workers = vertx.createSharedWorkerExecutor("documents", config.decoding());
        this.pictures = new Pictures(config.maxPixels(), config.keptEdgePx());
        this.pdfs = new PdfCheck(config.maxPages());
    }

    @PreDestroy
    void close() {
        workers.closeAndForget();
    }

    /** Checks an uploaded file and stores it in a transaction of its own, before the deed that will refer to it. */
    public Uni<StoredDocument> store(Path upload) {
        return check(upload).chain(checked -> tx.write(connection -> keep(connection, checked)));
    }

    /** The same for bytes at hand. */
    public Uni<StoredDocument> store(byte[] file) {
        return check(file).chain(checked -> tx.write(connection -> keep(connection, checked)));
    }

    /** Reads, judges and rewrites a file away from the event loop; stores nothing. */
    public Uni<CheckedDocument> check(Path upload) {
        return workers.executeBlocking(
                () -> {
                    try {
                        if (Files.size(upload) > config.maxBytes()) {
                            throw DocumentProblems.tooLarge(config.maxBytes());
                        }
                        return checked(Files.readAllBytes(upload));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                false);
    }

    public Uni<CheckedDocument> check(byte[] file) {
        return workers.executeBlocking(() -> checked(file), false);
    }

    /** A picture that was found harmless, as a page shows it; away from the event loop. */
    public Uni<CheckedDocument> rendered(CheckedDocument picture, Rendition as) {
        return workers.executeBlocking(() -> pictures.rendered(picture.content(), as), false);
    }

    /** Stores what was checked, in the transaction of the deed; the same content is kept once. */
    public Uni<StoredDocument> keep(SqlConnection connection, CheckedDocument checked) {
        return repository.keep(connection, checked.facts(), checked.content()).replaceWith(checked::facts);
    }

    /** What is known of a stored file, or {@code not-found}. */
    public Uni<StoredDocument> find(SqlConnection connection, String sha256) {
        return sha256.matches(HASH)
                ? repository.find(connection, sha256).onItem().ifNull().failWith(Problem::notFound)
                : Uni.createFrom().failure(Problem.notFound());
    }

    /** The stored bytes as they were kept, or {@code not-found}; for papers that are made of files. */
    public Uni<byte[]> content(SqlConnection connection, String sha256) {
        return repository.content(connection, sha256).onItem().ifNull().failWith(Problem::notFound);
    }

    /**
     * The file as an answer that a browser can do nothing with but show it: pictures in the page, PDFs as a download,
     * each under a sandbox. The caller has made sure that the reader may see it. {@code not-found} where there is none.
     */
    public Uni<Response> answer(String sha256) {
        return answer(sha256, "private");
    }

    /** The same for a file that anybody may see: caches on the way may keep it, too. */
    public Uni<Response> published(String sha256) {
        return answer(sha256, "public");
    }

    private Uni<Response> answer(String sha256, String cache) {
        if (!sha256.matches(HASH)) {
            return Uni.createFrom().failure(Problem.notFound());
        }
        return tx.read(connection -> find(connection, sha256)
                .chain(facts -> content(connection, sha256).map(content -> answer(facts, content, cache))));
    }

    private static Response answer(StoredDocument facts, byte[] content, String cache) {
        String name = facts.sha256().substring(0, 12) + ending(facts.mediaType());
        return Response.ok(content)
                .header("Content-Type", facts.mediaType())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header(
                        "Content-Disposition",
                        (facts.picture() ? "inline" : "attachment") + "; filename=\"" + name + "\"")
                .header("Cache-Control", cache + ", max-age=31536000, immutable")
                .build();
    }

    private static String ending(String mediaType) {
        return switch (mediaType) {
            case "image/jpeg" -> ".jpg";
            case "image/png" -> ".png";
            default -> ".pdf";
        };
    }

    private CheckedDocument checked(byte[] file) {
        if (file.length == 0) {
            throw DocumentProblems.empty();
        }
        if (file.length > config.maxBytes()) {
            throw DocumentProblems.tooLarge(config.maxBytes());
        }
        FileKind kind = FileKind.of(file);
        HiddenContent.refuseIn(kind, file);
        if (kind == FileKind.PDF) {
            pdfs.check(file);
            return CheckedDocument.pdf(file);
        }
        return pictures.anew(kind, file);
    }
}
