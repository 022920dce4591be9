package org.bangxiao.account;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/** What stands in the books under one account. */
@ApplicationScoped
class AccountRepository {
    Uni<JsonObject> all(SqlConnection connection, UUID account) {
        return connection
                .preparedQuery("""
                        SELECT jsonb_build_object(
                            'account', (SELECT jsonb_build_object('username', a.username, 'displayName', a.display_name,
                                                                  'since', a.created_at)
                                          FROM identity_account a WHERE a.id = $1),
                            'purchases', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'state', u.state,
                                    'totalFen', u.total_fen, 'coupon', u.coupon_zh, 'discountFen', u.discount_fen,
                                    'placedAt', u.placed_at, 'paidAt', u.paid_at,
                                    'receiver', u.receiver_masked,
                                    'orders', (SELECT jsonb_agg(jsonb_build_object('number', p.number, 'state', p.state,
                                        'totalFen', p.total_fen, 'freightFen', p.freight_fen,
                                        'lines', (SELECT jsonb_agg(jsonb_build_object('nameZh', l.name_zh, 'nameEn', l.name_en,
                                            'unit', l.unit, 'quantity', l.quantity, 'priceFen', l.price_fen,
                                            'amountFen', l.amount_fen, 'discountFen', l.discount_fen,
                                            'householdsFen', l.households_fen,
                                            'saleId', l.sale_id) ORDER BY l.line_no)
                                          FROM order_line l WHERE l.part_id = p.id)) ORDER BY p.number)
                                      FROM order_part p WHERE p.purchase_id = u.id)) ORDER BY u.id), '[]')
                                FROM order_purchase u WHERE u.account_id = $1),
                            'claims', (SELECT coalesce(jsonb_agg(jsonb_build_object('number', c.number, 'cause', c.cause,
                                    'content', c.content, 'state', c.state, 'askedFen', c.asked_fen,
                                    'approvedFen', c.approved_fen, 'freightFen', c.freight_fen) ORDER BY c.id), '[]')
                                FROM order_claim c JOIN order_purchase u ON u.id = c.purchase_id WHERE u.account_id = $1),
                            'reviews', (SELECT coalesce(jsonb_agg(jsonb_build_object('listingId', r.listing_id,
                                    'stars', r.stars, 'content', r.content, 'writtenAt', r.written_at,
                                    'reply', r.reply) ORDER BY r.id), '[]')
                                FROM review r WHERE r.account_id = $1),
                            'coupons', (SELECT coalesce(jsonb_agg(jsonb_build_object('name', p.name_zh, 'takenAt', m.taken_at,
                                    'used', m.used) ORDER BY m.taken_at), '[]')
                                FROM promotion_person m JOIN promotion_programme p ON p.id = m.programme_id
                               WHERE m.account_id = $1),
                            'invoices', (SELECT coalesce(jsonb_agg(jsonb_build_object('order', p.number, 'kind', i.kind,
                                    'payer', i.payer_masked, 'askedAt', i.asked_at, 'amountFen', i.amount_fen,
                                    'number', i.number, 'issuedOn', i.issued_on) ORDER BY i.id), '[]')
                                FROM invoice i JOIN order_part p ON p.id = i.part_id
                                JOIN order_purchase u ON u.id = p.purchase_id WHERE u.account_id = $1),
                            'questions', (SELECT coalesce(jsonb_agg(jsonb_build_object('listingId', q.listing_id,
                                    'content', q.content, 'askedAt', q.asked_at, 'answer', q.answer) ORDER BY q.id), '[]')
                                FROM review_question q WHERE q.account_id = $1),
                            'mails', (SELECT coalesce(jsonb_agg(jsonb_build_object('about', n.message_key, 'state', m.state,
                                    'at', n.at) ORDER BY n.id), '[]')
                                FROM notice_mail m JOIN notice_note n ON n.id = m.note_id WHERE n.account_id = $1),
                            'favourites', (SELECT coalesce(jsonb_agg(jsonb_build_object('listingId', f.listing_id,
                                    'keptAt', f.kept_at) ORDER BY f.kept_at), '[]')
                                FROM account_favourite f WHERE f.account_id = $1))""")
                .execute(Tuple.of(account))
                .map(rows -> rows.iterator().next().getJsonObject(0));
    }

    /** Whether anybody still waits for something: payment, goods, an answer, money. */
    Uni<Boolean> unfinished(SqlConnection connection, UUID account, Instant now) {
        return connection
                .preparedQuery("""
                        SELECT EXISTS (
                            SELECT FROM order_purchase u WHERE u.account_id = $1 AND (
                                (u.state = 'PLACED' AND u.holds_until > $2) OR u.state = 'REFUND_DUE'
                                OR u.state = 'PAID' AND EXISTS (SELECT FROM order_part p WHERE p.purchase_id = u.id
                                                                   AND p.state NOT IN ('RECEIVED','CANCELLED'))
                                OR EXISTS (SELECT FROM order_claim c WHERE c.purchase_id = u.id
                                              AND c.state IN ('ASKED','RETURNING','REFUSED','DISPUTED','EXCHANGING'))))""")
                .execute(Tuple.of(account, now.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }
}
