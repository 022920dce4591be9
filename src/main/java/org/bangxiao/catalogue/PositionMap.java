package org.bangxiao.catalogue;

import java.util.IntSummaryStatistics;
import java.util.List;
import org.bangxiao.region.Positions;
import org.bangxiao.region.Positions.Position;

/** Where a county lies in its province: a drawing of points, one for each county, without any border. */
final class PositionMap {
    private static final int WIDTH = 320;
    private static final int MARGIN = 12;
    /** At these latitudes a degree east is about nine tenths of one north. */
    private static final int EAST_TENTHS = 9;

    private PositionMap() {}

    /**
     * As SVG.
     *
     * @param code a county's six digits, or a prefecture's for all of its counties
     */
    static String of(String code) {
        List<Position> all = Positions.around(code);
        IntSummaryStatistics east = all.stream().mapToInt(Position::east).summaryStatistics();
        IntSummaryStatistics north = all.stream().mapToInt(Position::north).summaryStatistics();
        int span = Math.max(1, east.getMax() - east.getMin());
        int inner = WIDTH - 2 * MARGIN;
        int height = 2 * MARGIN + (north.getMax() - north.getMin()) * inner / span * 10 / EAST_TENTHS;
        StringBuilder points = new StringBuilder();
        StringBuilder marked = new StringBuilder();
        for (Position each : all) {
            int x = MARGIN + (each.east() - east.getMin()) * inner / span;
            int y = MARGIN + (north.getMax() - each.north()) * inner / span * 10 / EAST_TENTHS;
            boolean here = each.code().startsWith(code.replaceFirst("00$", ""));
            String circle = "<circle cx=\"%d\" cy=\"%d\" r=\"%d\"/>".formatted(x, y, here ? 7 : 3);
            (here ? marked : points).append(circle);
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%1$d" height="%2$d">\
                <g fill="#c9c0a8">%s</g><g fill="#1c6b45" stroke="#fff" stroke-width="2">%s</g></svg>
                """.formatted(WIDTH, height, points, marked);
    }
}
