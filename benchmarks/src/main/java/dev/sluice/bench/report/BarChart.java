package dev.sluice.bench.report;

import dev.sluice.bench.stats.Spread;
import java.util.List;
import java.util.Locale;

/**
 * Horizontal bars as inline SVG: the median as a bar, the least and the most as a line across its
 * end. Bars start at zero and share one linear scale, so that lengths compare as the figures do.
 */
final class BarChart {
  private static final int LABEL_WIDTH = 90;
  private static final int BAR_WIDTH = 420;
  private static final int VALUE_WIDTH = 110;
  private static final int ROW = 24;
  private static final int BAR = 14;

  /** One bar. */
  record Bar(String label, Spread spread) {}

  private BarChart() {}

  /**
   * @param unit of all figures
   */
  static String svg(List<Bar> bars, String unit) {
    double max = bars.stream().mapToDouble(bar -> bar.spread().max()).max().orElse(1);
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg role=\"img\" viewBox=\"0 0 %d %d\" width=\"%d\">"
            .formatted(
                LABEL_WIDTH + BAR_WIDTH + VALUE_WIDTH,
                ROW * bars.size(),
                LABEL_WIDTH + BAR_WIDTH + VALUE_WIDTH));
    for (int i = 0; i < bars.size(); i++) {
      append(svg, bars.get(i), i, max, unit);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void append(StringBuilder svg, Bar bar, int row, double max, String unit) {
    int top = row * ROW + (ROW - BAR) / 2;
    int middle = row * ROW + ROW / 2;
    Spread spread = bar.spread();
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class=\"label\" x=\"%d\" y=\"%d\">%s</text>"
                + "<rect class=\"bar bar-%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>"
                + "<line class=\"range\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>"
                + "<text class=\"value\" x=\"%.1f\" y=\"%d\">%s %s</text>",
            LABEL_WIDTH - 8,
            middle + 4,
            Html.escape(bar.label()),
            Html.escape(bar.label()),
            LABEL_WIDTH,
            top,
            length(spread.median(), max),
            BAR,
            LABEL_WIDTH + length(spread.min(), max),
            LABEL_WIDTH + length(spread.max(), max),
            middle,
            middle,
            LABEL_WIDTH + length(spread.max(), max) + 6,
            middle + 4,
            Numbers.text(spread.median()),
            Html.escape(unit)));
  }

  private static double length(double value, double max) {
    return max <= 0 ? 0 : BAR_WIDTH * value / max;
  }
}
