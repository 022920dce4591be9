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

    /** The supplier's own record beside its organisation: to be filled by the supplier, or taken on as it stands. */
    Uni<Void> openSupplier(Organisation organisation, boolean takenOn) {
        return getSession()
                .chain(session -> session.createNativeQuery("""
                        INSERT INTO organisation_supplier (organisation_id, state, required, legal_person_masked,
                               legal_person_cipher, id_number_cipher, id_number_hash, bank_name, bank_cipher, bank_last4,
                               registered_at, confirmed_on, sells_until)
                        VALUES (cast(:id as uuid), :state, '{}', '', '', '', '', '', '', '', :at,
                               cast(cast(:since as text) as date), cast(cast(:until as text) as date))""")
                        .setParameter("id", organisation.id.toString())
                        .setParameter("state", takenOn ? "CONFIRMED" : "DRAFT")
                        .setParameter("at", organisation.createdAt)
                        .setParameter("since", takenOn ? "2000-01-01" : null)
                        .setParameter("until", takenOn ? "9999-12-31" : "0001-01-01")
                        .executeUpdate()
                        .replaceWithVoid());
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
