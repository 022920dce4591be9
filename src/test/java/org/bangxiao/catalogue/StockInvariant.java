package org.bangxiao.catalogue;

/** RELIABILITY.md I15, and that the movements tell the whole story of what is sold as goods: no row, ever. */
final class StockInvariant {
    static final String SQL = """
            SELECT s.listing_id::text FROM catalogue_stock s
              LEFT JOIN catalogue_hold h ON h.listing_id = s.listing_id AND h.state = 'ACTIVE'
             GROUP BY s.listing_id HAVING s.reserved <> coalesce(sum(h.quantity), 0) OR s.reserved + s.sold > s.onhand
            UNION ALL
            SELECT s.listing_id::text FROM catalogue_stock s LEFT JOIN catalogue_stock_movement m ON m.listing_id = s.listing_id
             WHERE s.listing_id NOT IN (SELECT id FROM catalogue_listing WHERE cancel_hours IS NOT NULL)
             GROUP BY s.listing_id
            HAVING s.onhand <> coalesce(sum(m.quantity) FILTER (WHERE m.kind IN ('OPENED','ADDED','COUNTED','CORRECTED')), 0)
                             - coalesce(sum(m.quantity) FILTER (WHERE m.kind = 'WRITTEN_OFF'), 0)
                OR s.sold <> coalesce(sum(m.quantity) FILTER (WHERE m.kind = 'SOLD'), 0)
                           - coalesce(sum(m.quantity) FILTER (WHERE m.kind = 'RESTOCKED'), 0)""";

    private StockInvariant() {}
}
