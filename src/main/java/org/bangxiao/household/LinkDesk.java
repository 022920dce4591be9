package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/** The benefit links that somebody may look at, and each with its terms and who takes part: by number, never by name. */
@ApplicationScoped
public class LinkDesk {
    private static final List<String> OFFICES = List.of(Role.COUNTY_OFFICER, Role.AUDITOR);

    private static final int MOST_CHANGES = 50;

    private final LinkDeskRepository links;
    private final TermsRepository terms;
    private final MembershipRepository members;
    private final BusinessClock clock;
    private final Tx tx;

    LinkDesk(
            LinkDeskRepository links, TermsRepository terms, MembershipRepository members, BusinessClock clock, Tx tx) {
        this.links = links;
        this.terms = terms;
        this.members = members;
        this.clock = clock;
        this.tx = tx;
    }

    /** A supplier's own, or those of the suppliers of an officer's area; the newest first. */
    public Uni<Page<LinkRow>> page(Actor reader, @Nullable UUID cursor, int size) {
        Optional<UUID> own = reader.organisationAs(Role.SUPPLIER);
        String area = own.isPresent() ? "" : reader.sightAs(OFFICES);
        int limit = Page.sizeOf(size);
        return tx.read(connection -> links.page(connection, own.orElse(null), area, cursor, limit + 1, clock.today()))
                .map(found -> Page.of(found, limit, last -> last.id().toString()));
    }

    /** One link with everything; {@code not-found} where it is not the reader's to see. */
    public Uni<LinkFile> file(UUID id, Actor reader, @Nullable String cursor, int size) {
        int limit = Page.sizeOf(size);
        return tx.read(connection -> head(connection, id, reader)
                .chain(link -> terms.ofLink(connection, id)
                        .chain(versions -> members.page(connection, id, cursor, limit + 1, clock.today())
                                .chain(found -> members.changes(connection, id, MOST_CHANGES)
                                        .map(changes -> new LinkFile(
                                                link, versions, memberPage(found, limit, reader), changes))))));
    }

    /** The link; {@code not-found} where it is not the reader's to see. */
    Uni<LinkHead> head(SqlConnection connection, UUID id, Actor reader) {
        return links.find(connection, id)
                .map(found -> found.orElseThrow(Problem::notFound).readBy(reader));
    }

    private static Page<MemberRow> memberPage(List<MemberRow> found, int limit, Actor reader) {
        return Page.of(
                        found,
                        limit,
                        last -> last.householdNo() + "_" + last.from().toEpochDay())
                .map(row -> Households.READERS.stream().anyMatch(reader::has) ? row : row.withoutId());
    }
}
