package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Digests;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.jspecify.annotations.Nullable;

/**
 * Takes batches of the national catalogue in by file: first a dry run that writes nothing, then the same file confirmed by
 * its hash. A file that was taken, and an entry that is there whatever file it came in, change nothing.
 */
@ApplicationScoped
public class CatalogueImports {
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    /**
     * What a file holds or did.
     *
     * @param sha256 of the file, to be sent back with the confirmation
     * @param added  entries that are new
     * @param known  entries that were there already
     * @param taken  whether it was written; false for a dry run and for a file that was taken before
     */
    public record Report(
            String sha256, int rows, int added, int known, boolean taken, List<CatalogueFile.Fault> faults) {}

    private final Tx tx;
    private final Vertx vertx;
    private final BusinessClock clock;
    private final PolicyPacks packs;
    private final CatalogueRepository repository;

    CatalogueImports(Tx tx, Vertx vertx, BusinessClock clock, PolicyPacks packs, CatalogueRepository repository) {
        this.tx = tx;
        this.vertx = vertx;
        this.clock = clock;
        this.packs = packs;
        this.repository = repository;
    }

    /** The same for an uploaded file; {@code field-required} without one. */
    Uni<Report> take(Actor officer, @Nullable Path upload, @Nullable String confirmedSha256) {
        if (upload == null) {
            return Uni.createFrom().failure(Problem.field("/file", "field-required"));
        }
        return vertx.<byte[]>executeBlocking(
                        () -> {
                            try {
                                if (Files.size(upload) > MOST_BYTES) {
                                    throw Problem.field("/file", "catalogue-too-long", MOST_BYTES);
                                }
                                return Files.readAllBytes(upload);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        false)
                .chain(bytes -> take(officer, bytes, confirmedSha256));
    }

    /**
     * Reads a file for the officer's region; writes it where the confirmation names its very hash. {@code catalogue-faults}
     * where faulty rows are to be confirmed, {@code catalogue-other-file} where the hash is another's.
     */
    public Uni<Report> take(Actor officer, byte[] file, @Nullable String confirmedSha256) {
        PolicyPack pack = pack(officer);
        String sha256 = HexFormat.of().formatHex(Digests.sha256(file));
        if (confirmedSha256 != null && !confirmedSha256.equals(sha256)) {
            return Uni.createFrom().failure(CertificationProblems.otherFile());
        }
        return vertx.<CatalogueFile>executeBlocking(() -> CatalogueFile.read(file, pack), false)
                .chain(read -> {
                    CatalogueFile.Fault whole = read.ofTheWhole();
                    if (whole != null) {
                        throw Problem.field("/file", whole.code(), whole.value());
                    }
                    if (confirmedSha256 == null) {
                        return dry(read, sha256);
                    }
                    if (!read.faults().isEmpty() || read.rows().isEmpty()) {
                        throw CertificationProblems.catalogueFaults();
                    }
                    return tx.write(connection -> confirmed(connection, officer, pack, read, sha256));
                });
    }

    /** Entries of the officer's region, newest first. */
    Uni<Page<CatalogueEntry>> page(Actor officer, @Nullable String cursor, int size) {
        String region = pack(officer).key();
        Cursor after = Cursor.read(cursor);
        return tx.read(connection -> repository.page(connection, region, after, size + 1))
                .map(found -> {
                    List<CatalogueEntry> shown = found.stream().limit(size).toList();
                    CatalogueEntry last = shown.isEmpty() ? null : shown.get(shown.size() - 1);
                    return new Page<>(
                            shown,
                            last == null || found.size() <= size
                                    ? null
                                    : new Cursor(CertificateRegister.start(last.announcedOn()), last.id()).text(),
                            -1);
                });
    }

    /** The entry with that number, in the form we keep. */
    Uni<Optional<CatalogueEntry>> byNumber(String typed) {
        return CertificateNumber.read(typed)
                .map(number -> tx.read(connection -> repository.byNumber(connection, number)))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Report> dry(CatalogueFile read, String sha256) {
        return tx.read(connection -> repository.known(connection, read.rows()))
                .map(known -> new Report(
                        sha256, read.rows().size(), read.rows().size() - known, known, false, read.faults()));
    }

    private Uni<Report> confirmed(
            SqlConnection connection, Actor officer, PolicyPack pack, CatalogueFile read, String sha256) {
        Instant now = clock.instant();
        UUID id = Ids.next();
        int rows = read.rows().size();
        return repository.lockFile(connection, pack.key(), sha256).chain(before -> {
            if (before) {
                return Uni.createFrom().item(new Report(sha256, rows, 0, rows, false, List.of()));
            }
            return repository
                    .known(connection, read.rows())
                    .chain(known -> repository
                            .file(
                                    connection,
                                    new CatalogueRepository.TakenFile(
                                            id, sha256, pack.key(), rows, rows - known, officer, now))
                            .chain(() -> repository.add(
                                    connection,
                                    id,
                                    pack.key(),
                                    pack.certificate().prefix(),
                                    read.rows()))
                            .chain(() -> Audit.write(
                                    connection,
                                    new Audit.Deed(
                                            now,
                                            officer.accountId(),
                                            officer.personId(),
                                            Role.REGION_OFFICER,
                                            "catalogue-import",
                                            "catalogue-file",
                                            id.toString(),
                                            Map.of("sha256", sha256, "rows", rows, "added", rows - known))))
                            .replaceWith(() -> new Report(sha256, rows, rows - known, known, true, List.of())));
        });
    }

    private PolicyPack pack(Actor officer) {
        String area = officer.areaAs(Role.REGION_OFFICER).map(AreaCode::value).orElseThrow(Problem::forbidden);
        return packs.all().stream()
                .filter(pack -> pack.provinceCode().equals(area))
                .findFirst()
                .orElseThrow(Problem::forbidden);
    }
}
