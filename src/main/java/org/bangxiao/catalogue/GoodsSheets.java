package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.WorkerExecutor;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bangxiao.certification.SheetExchange;
import org.bangxiao.certification.SheetFile;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;
import org.bangxiao.platform.web.Messages;
import org.jspecify.annotations.Nullable;

/**
 * Prices, stock and shelf data of many goods from one sheet: uploaded, shown with what would come of each row, written once.
 * The same file again is the same sheet and changes nothing.
 */
@ApplicationScoped
public class GoodsSheets {
    private static final int NAME_MAX = 120;
    private static final int READING_AT_ONCE = 2;

    private final GoodsSheetRepository repository;
    private final Listings listings;
    private final ListingRepository shelves;
    private final PresaleRepository presales;
    private final StockBook book;
    private final PriceCeilings ceilings;
    private final ShopWindow window;
    private final BusinessClock clock;
    private final Tx tx;
    private final WorkerExecutor workers;

    GoodsSheets(
            GoodsSheetRepository repository,
            Listings listings,
            ListingRepository shelves,
            PresaleRepository presales,
            StockBook book,
            PriceCeilings ceilings,
            ShopWindow window,
            BusinessClock clock,
            Tx tx,
            Vertx vertx) {
        this.repository = repository;
        this.listings = listings;
        this.shelves = shelves;
        this.presales = presales;
        this.book = book;
        this.ceilings = ceilings;
        this.window = window;
        this.clock = clock;
        this.tx = tx;
        this.workers = vertx.createSharedWorkerExecutor("goods-sheets", READING_AT_ONCE);
    }

    @PreDestroy
    void close() {
        workers.closeAndForget();
    }

    /**
     * Takes a sheet in, CSV or XLSX by its content; changes nothing else. Problems at {@code /file} as {@link SheetFile}
     * names them, and {@code sheet-heading-unknown}, {@code sheet-heading-twice}.
     */
    public Uni<GoodsSheet> upload(Actor supplier, @Nullable String fileName, byte[] file) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        String given = fileName == null || fileName.isBlank() ? "sheet" : fileName.strip();
        String name = given.substring(0, Math.min(given.length(), NAME_MAX));
        Instant now = clock.instant();
        return workers.executeBlocking(() -> SheetFile.read(file), false)
                .invoke(GoodsSheetRows::numbers)
                .chain(cells -> tx.write(connection -> repository
                        .keep(connection, Ids.next(), organisation, file, name, cells, supplier.accountId(), now)
                        .call(id -> Audit.write(
                                connection,
                                deed(supplier, "goods-sheet-upload", id, Map.of("rows", cells.size() - 1))))))
                .chain(id -> find(supplier, id));
    }

    /** One of the actor's organisation; {@code not-found} for others. */
    public Uni<GoodsSheet> find(Actor supplier, UUID id) {
        return tx.read(connection -> kept(connection, supplier, id, false)
                .chain(kept -> rows(connection, kept).map(rows -> sheet(kept, rows))));
    }

    /** The organisation's latest sheets. */
    Uni<List<GoodsSheetRepository.Kept>> latest(Actor supplier) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        return tx.read(connection -> repository.latest(connection, organisation));
    }

    /** Writes every good row, all in one and once; a second time changes nothing. */
    public Uni<GoodsSheet> confirm(Actor supplier, UUID id) {
        return tx.write(connection -> kept(connection, supplier, id, true)
                        .chain(kept -> kept.confirmedAt() != null
                                ? Uni.createFrom().voidItem()
                                : write(connection, supplier, kept)))
                .invoke(() -> window.changed())
                .chain(() -> find(supplier, id));
    }

    private Uni<Void> write(SqlConnection connection, Actor supplier, GoodsSheetRepository.Kept kept) {
        Instant now = clock.instant();
        return rows(connection, kept)
                .chain(before -> repository.lock(
                        connection,
                        before.stream()
                                .map(GoodsSheetRows.Row::goods)
                                .filter(Objects::nonNull)
                                .map(GoodsSheetRows.Goods::listingId)
                                .filter(Objects::nonNull)
                                .toList()))
                .chain(() -> rows(connection, kept))
                .call(rows -> {
                    Uni<Void> written = Uni.createFrom().voidItem();
                    for (GoodsSheetRows.Row row : rows) {
                        written = written.chain(() -> write(connection, supplier, kept, row, now));
                    }
                    return written;
                })
                .map(rows -> sheet(kept, rows))
                .chain(sheet -> repository
                        .confirm(connection, sheet, now)
                        .chain(() -> Audit.write(
                                connection,
                                deed(
                                        supplier,
                                        "goods-sheet-write",
                                        kept.id(),
                                        Map.of("created", sheet.created(), "updated", sheet.updated())))));
    }

    private Uni<Void> write(
            SqlConnection connection,
            Actor supplier,
            GoodsSheetRepository.Kept kept,
            GoodsSheetRows.Row row,
            Instant now) {
        GoodsSheetRows.Goods goods = row.goods();
        if (goods == null) {
            return Uni.createFrom().voidItem();
        }
        return switch (row.line().outcome()) {
            case UNCHANGED, REJECTED -> Uni.createFrom().voidItem();
            case CREATED ->
                listings.list(
                                connection,
                                new ListingDraft(goods.productId(), row.priceFen(), row.stock(), "", "", row.onSale()),
                                goods.organisationId(),
                                supplier)
                        .call(listing -> shelves.keeping(connection, listing, row.shelf()))
                        .chain(listing -> terms(connection, listing, row, goods));
            case UPDATED -> {
                UUID listing = Objects.requireNonNull(goods.listingId());
                yield repository
                        .update(connection, listing, row.priceFen(), row.onSale(), now)
                        .chain(() -> shelves.keeping(connection, listing, row.shelf()))
                        .chain(() -> terms(connection, listing, row, goods))
                        .chain(() -> row.stock() == goods.stock()
                                ? Uni.createFrom().voidItem()
                                : book.change(
                                                connection,
                                                listing,
                                                new StockChange(
                                                        StockChange.Reason.COUNTED, row.stock(), kept.fileName()),
                                                "sheet:" + kept.id(),
                                                supplier)
                                        .replaceWithVoid());
            }
        };
    }

    private Uni<Void> terms(
            SqlConnection connection, UUID listing, GoodsSheetRows.Row row, GoodsSheetRows.Goods goods) {
        return row.terms().equals(goods.terms())
                ? Uni.createFrom().voidItem()
                : repository
                        .weighed(connection, listing, row.terms().weighed())
                        .chain(() ->
                                presales.write(connection, listing, row.terms().presale()));
    }

    /** The rejected rows as they were written, each with what is wrong, to be mended and uploaded again. */
    Uni<List<List<String>>> corrections(Actor supplier, UUID id, String language) {
        return tx.read(connection -> kept(connection, supplier, id, false)
                .chain(kept -> rows(connection, kept).map(rows -> {
                    List<GoodsSheet.Line> lines = sheet(kept, rows).rows();
                    int columns = kept.cells().get(0).size();
                    List<List<String>> file = new ArrayList<>();
                    file.add(SheetExchange.with(kept.cells().get(0), columns, Messages.get(language, "sheet.message")));
                    for (GoodsSheet.Line line : lines) {
                        if (line.outcome() == GoodsSheet.Outcome.REJECTED) {
                            file.add(SheetExchange.with(
                                    kept.cells().get(line.number() - 1), columns, said(line.errors(), language)));
                        }
                    }
                    return file;
                })));
    }

    /** The supplier's goods as they are, as a sheet to be changed and sent back. */
    Uni<List<List<String>>> template(Actor supplier, String language) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        return tx.read(connection -> repository.all(connection, organisation, clock.today(), SheetFile.MOST_ROWS))
                .map(all -> {
                    List<List<String>> file = new ArrayList<>();
                    file.add(GoodsSheetRows.heading(language));
                    for (GoodsSheetRows.Goods goods : all) {
                        Integer days = goods.shelf().shelfLifeDays();
                        String yes = Messages.get(language, "goods-sheet.yes");
                        String no = Messages.get(language, "goods-sheet.no");
                        List<String> cells = new ArrayList<>(List.of(
                                goods.certificateNumber(),
                                goods.nameZh(),
                                Money.yuan(goods.priceFen()),
                                String.valueOf(goods.stock()),
                                goods.onSale() ? yes : no,
                                goods.shelf().saleMonths().stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(",")),
                                days == null ? "" : String.valueOf(days),
                                goods.shelf().storage()));
                        cells.addAll(goods.terms().cells(yes, no));
                        file.add(cells);
                    }
                    return file;
                });
    }

    /** What is wrong with a row: column, value and why. */
    static String said(List<Problem.FieldError> errors, String language) {
        return errors.stream()
                .map(error -> {
                    String column = error.pointer().substring(error.pointer().lastIndexOf('/') + 1);
                    return Messages.get(
                            language,
                            "goods-sheet.fault",
                            Messages.get(language, String.valueOf(GoodsSheetRows.COLUMNS.get(column))),
                            error.arguments().get(error.arguments().size() - 1),
                            Messages.get(
                                    language,
                                    "problem." + error.code(),
                                    error.arguments().toArray()));
                })
                .collect(Collectors.joining(" "));
    }

    private Uni<GoodsSheetRepository.Kept> kept(SqlConnection connection, Actor supplier, UUID id, boolean locked) {
        return repository
                .find(connection, supplier.requireOrganisationAs(Role.SUPPLIER), id, locked)
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    private Uni<List<GoodsSheetRows.Row>> rows(SqlConnection connection, GoodsSheetRepository.Kept kept) {
        return repository
                .goods(connection, kept.organisationId(), clock.today(), GoodsSheetRows.numbers(kept.cells()))
                .chain(goods -> ceilings.of(
                                connection,
                                goods.stream()
                                        .map(GoodsSheetRows.Goods::productId)
                                        .toList())
                        .map(found -> new GoodsSheetRows(goods, found, clock.today()).read(kept.cells())));
    }

    /** What came of it where it is written, else what would come of it now. */
    private static GoodsSheet sheet(GoodsSheetRepository.Kept kept, List<GoodsSheetRows.Row> rows) {
        List<GoodsSheet.Line> written = kept.lines();
        return GoodsSheet.of(
                kept.id(),
                kept.fileName(),
                kept.uploadedAt(),
                kept.confirmedAt(),
                written != null
                        ? written
                        : rows.stream().map(GoodsSheetRows.Row::line).toList());
    }

    private Audit.Deed deed(Actor supplier, String action, UUID id, Map<String, Object> detail) {
        return new Audit.Deed(
                clock.instant(),
                supplier.accountId(),
                supplier.personId(),
                Role.SUPPLIER,
                action,
                "goods-sheet",
                id.toString(),
                detail);
    }
}
