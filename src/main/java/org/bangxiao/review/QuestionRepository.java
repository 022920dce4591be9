package org.bangxiao.review;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.catalogue.ProductCard;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Rows;
import org.jspecify.annotations.Nullable;

/** Questions, their answers and their hiding. */
@ApplicationScoped
class QuestionRepository {
    private static final String SHOWN = """
            SELECT q.id, q.listing_id, l.name_zh, l.name_en, q.content, q.asked_at, q.answer, q.answered_at, q.corrected_at,
                   q.hidden_reason, q.county_code, q.account_id, l.organisation_id, l.product_id
              FROM review_question q JOIN catalogue_listing l ON l.id = q.listing_id
             WHERE\s""";

    private static final String NEWEST = " AND ($2::uuid IS NULL OR q.id < $2) ORDER BY q.id DESC LIMIT $3";

    private static final int MOST_OWN = 20;

    /** A question, who asked, whose it is to answer, and where it is to be judged. */
    record Held(Question question, UUID askerId, UUID organisationId, UUID productId, String countyCode) {}

    Uni<Void> insert(SqlConnection tx, UUID id, ProductCard goods, UUID account, String content, Instant now) {
        return tx.preparedQuery("""
                        INSERT INTO review_question (id, listing_id, county_code, account_id, asked_on, content, asked_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7)""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addUUID(goods.id())
                        .addString(goods.countyCode())
                        .addUUID(account)
                        .addLocalDate(BusinessClock.dayOf(now))
                        .addString(content)
                        .addOffsetDateTime(at(now)))
                .replaceWithVoid();
    }

    Uni<List<Question>> ofListing(SqlClient client, UUID listing, @Nullable UUID before, int limit) {
        return client.preparedQuery(
                        SHOWN + "q.listing_id = $1 AND q.answer IS NOT NULL AND q.hidden_at IS NULL" + NEWEST)
                .execute(Tuple.of(listing, before, limit))
                .map(QuestionRepository::questions);
    }

    Uni<List<Question>> ownUnseen(SqlClient client, UUID account, UUID listing) {
        return client.preparedQuery(SHOWN + """
                        q.account_id = $1 AND q.listing_id = $2 AND (q.answer IS NULL OR q.hidden_at IS NOT NULL)
                         ORDER BY q.id DESC LIMIT $3""")
                .execute(Tuple.of(account, listing, MOST_OWN))
                .map(QuestionRepository::questions);
    }

    Uni<List<Question>> ofAsker(SqlClient client, UUID account, boolean answered, @Nullable UUID before, int limit) {
        return client.preparedQuery(SHOWN + "q.account_id = $1 AND (q.answer IS NOT NULL) = $4" + NEWEST)
                .execute(Tuple.of(account, before, limit, answered))
                .map(QuestionRepository::questions);
    }

    /** Of the goods that an organisation answers for that day, its own or by mandate. */
    Uni<List<Question>> ofSupplier(
            SqlClient client, UUID organisation, LocalDate day, boolean answered, @Nullable UUID before, int limit) {
        return client.preparedQuery(SHOWN + """
                        l.organisation_id = ANY (organisation_acted_for($1, $5))
                           AND organisation_acts_for($1, l.organisation_id, l.product_id, $5)
                           AND (q.answer IS NOT NULL) = $4""" + NEWEST)
                .execute(Tuple.of(organisation, before, limit, answered, day))
                .map(QuestionRepository::questions);
    }

    Uni<List<Question>> ofArea(SqlClient client, String prefix, @Nullable UUID before, int limit) {
        return client.preparedQuery(SHOWN + "q.county_code LIKE $1 || '%' AND q.answer IS NOT NULL" + NEWEST)
                .execute(Tuple.of(prefix, before, limit))
                .map(QuestionRepository::questions);
    }

    Uni<Optional<Held>> lock(SqlConnection tx, UUID id) {
        return tx.preparedQuery(SHOWN + "q.id = $1 FOR UPDATE OF q")
                .execute(Tuple.of(id))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(new Held(
                                question(row),
                                row.getUUID("account_id"),
                                row.getUUID("organisation_id"),
                                row.getUUID("product_id"),
                                row.getString("county_code")));
                    }
                    return Optional.empty();
                });
    }

    Uni<Void> answer(SqlConnection tx, UUID id, String text, Actor by, Instant now) {
        return tx.preparedQuery(
                        "UPDATE review_question SET answer = $2, answered_by = $3, answered_at = $4 WHERE id = $1")
                .execute(Tuple.of(id, text, by.accountId(), at(now)))
                .replaceWithVoid();
    }

    Uni<Void> correct(SqlConnection tx, UUID id, String text, Actor by, Instant now) {
        return tx.preparedQuery(
                        "UPDATE review_question SET answer = $2, answered_by = $3, corrected_at = $4 WHERE id = $1")
                .execute(Tuple.of(id, text, by.accountId(), at(now)))
                .replaceWithVoid();
    }

    Uni<Void> hide(SqlConnection tx, UUID id, String reason, Actor by, Instant now) {
        return tx.preparedQuery(
                        "UPDATE review_question SET hidden_reason = $2, hidden_by = $3, hidden_at = $4 WHERE id = $1")
                .execute(Tuple.of(id, reason, by.accountId(), at(now)))
                .replaceWithVoid();
    }

    private static List<Question> questions(RowSet<Row> rows) {
        List<Question> found = new ArrayList<>();
        rows.forEach(row -> found.add(question(row)));
        return found;
    }

    private static Question question(Row row) {
        return new Question(
                row.getUUID("id"),
                row.getUUID("listing_id"),
                row.getString("name_zh"),
                row.getString("name_en"),
                row.getString("content"),
                row.getOffsetDateTime("asked_at").toInstant(),
                row.getString("answer"),
                Rows.instant(row, "answered_at"),
                Rows.instant(row, "corrected_at"),
                row.getString("hidden_reason"));
    }

    private static OffsetDateTime at(Instant now) {
        return now.atOffset(ZoneOffset.UTC);
    }
}
