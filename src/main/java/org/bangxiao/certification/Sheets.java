package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bangxiao.household.BenefitLinks;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Problem.FieldError;
import org.bangxiao.organisation.Organisations;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;
import org.bangxiao.platform.web.Messages;
import org.bangxiao.region.PolicyPack;
import org.jspecify.annotations.Nullable;

/**
 * Several products from one sheet: uploaded, shown with what is wrong at row and column, made into drafts once. The same
 * file again is the same sheet and changes nothing.
 */
@ApplicationScoped
public class Sheets {
    private static final int NAME_MAX = 120;
    private static final int READING_AT_ONCE = 2;

    private final Tx tx;
    private final BusinessClock clock;
    private final Drafting drafting;
    private final ApplicationRepository applications;
    private final Organisations organisations;
    private final BenefitLinks links;
    private final SheetRepository repository;
    private final WorkerExecutor workers;

    Sheets(
            Tx tx,
            BusinessClock clock,
            Drafting drafting,
            ApplicationRepository applications,
            Organisations organisations,
            BenefitLinks links,
            SheetRepository repository,
            Vertx vertx) {
        this.tx = tx;
        this.clock = clock;
        this.drafting = drafting;
        this.applications = applications;
        this.organisations = organisations;
        this.links = links;
        this.repository = repository;
        this.workers = vertx.createSharedWorkerExecutor("sheets", READING_AT_ONCE);
    }

    @PreDestroy
    void close() {
        workers.closeAndForget();
    }

    /** A sheet with its rows as they are read today. */
    record Read(SheetRepository.Kept kept, PolicyPack pack, List<SheetRow> rows) {
        List<SheetRow> good() {
            return rows.stream().filter(SheetRow::good).toList();
        }

        List<SheetRow> faulty() {
            return rows.stream().filter(row -> !row.good()).toList();
        }

        SheetView view() {
            return new SheetView(
                    kept.id(),
                    kept.fileName(),
                    kept.uploadedAt(),
                    good().size(),
                    faulty().size(),
                    kept.confirmedAt(),
                    kept.drafts(),
                    rows.stream()
                            .map(row -> new SheetView.Line(row.number(), row.draft(), row.errors(), row.gaps()))
                            .toList());
        }
    }

    /**
     * Takes a sheet in, CSV or XLSX by its content; changes nothing else. Problems at {@code /file} as {@link SheetFile}
     * and {@link SheetRows} name them.
     */
    public Uni<SheetView> upload(Actor actor, @Nullable String fileName, byte[] file) {
        UUID organisationId = actor.requireOrganisationAs(Role.SUPPLIER);
        String given = Drafts.plain(fileName).isEmpty() ? "sheet" : Drafts.plain(fileName);
        String name = given.substring(0, Math.min(given.length(), NAME_MAX));
        Instant now = clock.instant();
        return workers.executeBlocking(() -> SheetFile.read(file), false)
                .call(cells -> rows(organisationId, cells))
                .chain(cells -> tx.write(connection -> repository
                        .keep(connection, Ids.next(), organisationId, file, name, cells, now, actor.accountId())
                        .call(id -> Audit.write(
                                connection,
                                Evidence.deed(
                                        actor,
                                        "application-sheet-upload",
                                        id,
                                        Map.of("rows", cells.size() - 1),
                                        now)))))
                .chain(id -> find(actor, id));
    }

    /** One of the actor's organisation; {@code not-found} for others. */
    public Uni<SheetView> find(Actor actor, UUID id) {
        return read(actor, id).map(Read::view);
    }

    /** The organisation's latest sheets. */
    Uni<List<SheetRepository.Kept>> latest(Actor actor) {
        UUID organisationId = actor.requireOrganisationAs(Role.SUPPLIER);
        return tx.read(connection -> repository.latest(connection, organisationId));
    }

    /** Makes a draft of every good row, all or none and once; a second time changes nothing. */
    public Uni<SheetView> confirm(Actor actor, UUID id) {
        Instant now = clock.instant();
        return read(actor, id)
                .chain(read -> read.kept().confirmedAt() != null
                        ? Uni.createFrom().voidItem()
                        : organisations
                                .find(read.kept().organisationId())
                                .onItem()
                                .ifNull()
                                .failWith(Problem::forbidden)
                                .chain(organisation -> drafts(actor, read, organisation.demo(), now)))
                .chain(() -> find(actor, id));
    }

    private Uni<Void> drafts(Actor actor, Read read, boolean demo, Instant now) {
        List<Application> drafts = new ArrayList<>();
        UUID sheet = read.kept().id();
        for (SheetRow row : read.good()) {
            Application opened = Application.open(read.kept().organisationId(), demo, now);
            opened.write(row.draft(), read.pack(), actor);
            opened.sheetId = sheet;
            opened.sheetRow = row.number();
            drafts.add(opened);
        }
        return applications.transaction(() -> applications
                .confirmSheet(sheet, drafts.size(), now)
                .chain(first -> first
                        ? applications
                                .add(drafts)
                                .chain(() -> applications.audit(Evidence.deed(
                                        actor, "application-sheet", sheet, Map.of("drafts", drafts.size()), now)))
                        : Uni.createFrom().voidItem()));
    }

    /** The failing rows as they were written, each with what is wrong, to be mended and uploaded again. */
    Uni<List<List<String>>> corrections(Actor actor, UUID id, String language) {
        return read(actor, id).map(read -> {
            List<List<String>> rows = new ArrayList<>();
            int columns = read.kept().cells().get(0).size();
            rows.add(SheetExchange.with(read.kept().cells().get(0), columns, Messages.get(language, "sheet.message")));
            for (SheetRow row : read.faulty()) {
                rows.add(SheetExchange.with(row.cells(), columns, said(row.errors(), language)));
            }
            return rows;
        });
    }

    /** What is wrong with a row, as one sentence for each column. */
    static String said(List<FieldError> errors, String language) {
        return errors.stream()
                .map(error -> Messages.get(
                        language,
                        "sheet.fault",
                        SheetColumns.label(error, language),
                        Messages.get(
                                language,
                                "problem." + error.code(),
                                error.arguments().toArray())))
                .collect(Collectors.joining(" "));
    }

    Uni<Read> read(Actor actor, UUID id) {
        return tx.read(connection -> repository.find(connection, id))
                .map(found -> found.orElseThrow(Problem::notFound))
                .invoke(kept -> actor.requireOrganisation(Role.SUPPLIER, kept.organisationId()))
                .chain(kept -> drafting.pack(kept.organisationId(), ApplicationDraft.BLANK)
                        .chain(pack -> links.ofOrganisation(kept.organisationId(), clock.today())
                                .map(own -> new Read(kept, pack, new SheetRows(pack, own).read(kept.cells())))));
    }

    private Uni<List<SheetRow>> rows(UUID organisationId, List<List<String>> cells) {
        return drafting.pack(organisationId, ApplicationDraft.BLANK)
                .chain(pack -> links.ofOrganisation(organisationId, clock.today())
                        .map(own -> new SheetRows(pack, own).read(cells)));
    }
}
