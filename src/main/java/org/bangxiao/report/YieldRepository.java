package org.bangxiao.report;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bangxiao.organisation.OrganisationView;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class YieldRepository {
    Uni<List<YieldRow>> page(
            SqlConnection connection, @Nullable UUID organisation, String area, @Nullable UUID before, int limit) {
        return connection
                .preparedQuery("""
                        SELECT y.link_id, l.title, o.name_zh, o.name_en, y.since, y.delivered_grams, y.made_grams, y.sold_grams
                          FROM report_yield y JOIN household_benefit_link l ON l.id = y.link_id
                          JOIN organisation o ON o.id = y.organisation_id
                         WHERE ($1::uuid IS NULL OR y.organisation_id = $1) AND o.area_code LIKE $2 || '%'
                           AND ($3::uuid IS NULL OR y.link_id < $3)
                         ORDER BY y.link_id DESC LIMIT $4""")
                .execute(Tuple.of(organisation, area, before, limit))
                .map(rows -> {
                    List<YieldRow> page = new ArrayList<>();
                    rows.forEach(row -> page.add(YieldRow.of(
                            row.getUUID("link_id"),
                            row.getString("title"),
                            new OrganisationView.Name(row.getString("name_zh"), row.getString("name_en")),
                            row.getLocalDate("since"),
                            row.getLong("delivered_grams"),
                            row.getLong("made_grams"),
                            row.getLong("sold_grams"))));
                    return page;
                });
    }
}
