package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.bangxiao.document.Documents;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.organisation.Organisations;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/** Zones as anybody sees them. What stands in one is read through the shop: what leaves the shop has left the zone. */
@ApplicationScoped
public class Zones {
    private final Tx tx;
    private final BusinessClock clock;
    private final ZoneRepository repository;
    private final ProductRepository products;
    private final Organisations organisations;
    private final Documents documents;
    private final ShopWindow window;

    Zones(
            Tx tx,
            BusinessClock clock,
            ZoneRepository repository,
            ProductRepository products,
            Organisations organisations,
            Documents documents,
            ShopWindow window) {
        this.tx = tx;
        this.clock = clock;
        this.repository = repository;
        this.products = products;
        this.organisations = organisations;
        this.documents = documents;
        this.window = window;
    }

    private record ZoneKey(String slug) {}

    /** One that is open today, with what is on sale of it; {@code not-found} for any other. */
    public Uni<ZoneView> shown(String slug) {
        return window.show(
                new ZoneKey(slug),
                ZoneView.class,
                view -> view.goods().stream().map(ProductCard::id).toList(),
                () -> tx.read(connection -> shown(connection, slug, clock.instant())));
    }

    private Uni<ZoneView> shown(SqlConnection connection, String slug, Instant now) {
        LocalDate day = BusinessClock.dayOf(now);
        return repository
                .open(connection, slug, day)
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(zone -> products.inZone(connection, zone.id(), day, now)
                        .chain(goods -> organisations
                                .names(connection, List.of(zone.organisationId()))
                                .map(names ->
                                        names.getOrDefault(zone.organisationId(), new OrganisationView.Name("", "")))
                                .map(name -> new ZoneView(zone, name.zh(), name.en(), goods))));
    }

    /** Those open today, the latest first, {@code asked} of them at most. */
    public Uni<Page<Zone>> open(@Nullable UUID before, int asked) {
        return page(asked, limit -> tx.read(connection -> repository.open(connection, clock.today(), before, limit)));
    }

    /** The picture of a zone that is open; {@code not-found} for any other. */
    Uni<Response> picture(String slug, String sha256) {
        return shown(slug)
                .map(view -> view.zone().picture())
                .chain(picture -> picture != null && picture.endsWith("/" + sha256 + ".jpg")
                        ? documents.published(sha256)
                        : Uni.createFrom().failure(Problem.notFound()));
    }

    static Uni<Page<Zone>> page(int asked, Function<Integer, Uni<List<Zone>>> read) {
        int size = Page.sizeOf(asked);
        return read.apply(size + 1)
                .map(found -> new Page<>(
                        found.stream().limit(size).toList(),
                        found.size() > size ? found.get(size - 1).id().toString() : null,
                        -1));
    }
}
