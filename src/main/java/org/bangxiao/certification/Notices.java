package org.bangxiao.certification;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.organisation.Organisations;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/** What is posted publicly: notices with their last day, announcements for ever, objections by receipt. */
@ApplicationScoped
public class Notices {
    private final Tx tx;
    private final BusinessClock clock;
    private final NoticeRepository notices;
    private final Organisations organisations;
    private final Applications applications;

    Notices(
            Tx tx,
            BusinessClock clock,
            NoticeRepository notices,
            Organisations organisations,
            Applications applications) {
        this.tx = tx;
        this.clock = clock;
        this.notices = notices;
        this.organisations = organisations;
        this.applications = applications;
    }

    /** Newest first: the announcements or the notices. */
    public Uni<Page<NoticeView>> list(boolean announcements, @Nullable String cursor, int size) {
        return list(NoticeSearch.of(announcements), cursor, size);
    }

    /** Newest first: what is looked for. */
    public Uni<Page<NoticeView>> list(NoticeSearch search, @Nullable String cursor, int size) {
        int shown = Page.sizeOf(size);
        Cursor after = Cursor.read(cursor);
        return tx.read(connection -> notices.list(connection, search, after, shown + 1, clock.today())
                .chain(found -> {
                    Set<UUID> ids =
                            found.stream().map(NoticeView::organisationId).collect(Collectors.toSet());
                    return organisations.names(connection, ids).map(names -> page(named(found, names), shown));
                }));
    }

    /** All of them; between two reads no connection is held. */
    Multi<NoticeView> stream(NoticeSearch search) {
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new AtomicReference<@Nullable String>(),
                        last -> list(search, last.get(), Page.MAX_SIZE).invoke(page -> last.set(page.next())))
                .whilst(page -> page.next() != null)
                .onItem()
                .transformToIterable(Page::items);
    }

    /** {@code not-found} for an unknown one. */
    public Uni<NoticeView> find(UUID id) {
        return tx.read(connection -> notices.find(connection, id, clock.today())
                        .chain(found -> organisations
                                .names(
                                        connection,
                                        found.map(NoticeView::organisationId).stream()
                                                .toList())
                                .map(names -> named(found.stream().toList(), names).stream()
                                        .findFirst())))
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    /** What was posted of an application that the actor may see. */
    public Uni<List<NoticeView>> ofApplication(Actor actor, UUID applicationId) {
        return applications
                .find(actor, applicationId)
                .chain(() -> tx.read(connection -> notices.ofApplication(connection, applicationId, clock.today())));
    }

    /** The objections against an application that the actor may see. */
    public Uni<List<ObjectionView>> objections(Actor actor, UUID applicationId) {
        return applications
                .find(actor, applicationId)
                .chain(() -> tx.read(connection -> notices.objections(connection, applicationId)));
    }

    /** What became of an objection, for whoever holds its receipt. */
    public Uni<Optional<ObjectionView>> byReceipt(String receipt) {
        return tx.read(connection -> notices.byReceipt(connection, receipt.strip()));
    }

    private static List<NoticeView> named(List<NoticeView> views, Map<UUID, OrganisationView.Name> names) {
        return views.stream()
                .map(view -> {
                    OrganisationView.Name name = names.get(view.organisationId());
                    return name == null ? view : view.named(name.zh(), name.en());
                })
                .toList();
    }

    private static Page<NoticeView> page(List<NoticeView> found, int size) {
        if (found.size() <= size) {
            return new Page<>(found, null, -1);
        }
        NoticeView last = found.get(size - 1);
        return new Page<>(found.subList(0, size), new Cursor(last.postedAt(), last.id()).text(), -1);
    }
}
