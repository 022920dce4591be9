package org.bangxiao.organisation;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.platform.Audit;

@ApplicationScoped
class OrganisationRepository implements PanacheRepositoryBase<Organisation, UUID> {
    Uni<Organisation> open(Organisation organisation, Audit.Deed deed) {
        return persistAndFlush(organisation).call(saved -> getSession().chain(session -> Audit.write(session, deed)));
    }

    Uni<Map<UUID, OrganisationView.Name>> names(SqlConnection connection, Collection<UUID> ids) {
        return connection
                .preparedQuery("SELECT id, name_zh, name_en FROM organisation WHERE id = ANY ($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, OrganisationView.Name> names = new HashMap<>();
                    rows.forEach(row -> names.put(
                            row.getUUID("id"),
                            new OrganisationView.Name(row.getString("name_zh"), row.getString("name_en"))));
                    return names;
                });
    }
}
