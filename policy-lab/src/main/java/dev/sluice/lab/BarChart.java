package dev.sluice.lab;

import java.util.List;
import java.util.Locale;

/** Horizontal bars from 0 to 100 as inline SVG, each with a mark at a second value. */
final class BarChart {
  private static final int LABEL = 150;
  private static final int WIDTH = 560;
  private static final int ROW = 26;
  private static final int VALUE = 60;

  /** Both values from 0 to 100. */
  record Bar(String label, double value, double mark) {}

  private BarChart() {}

  static String svg(List<Bar> bars) {
    StringBuilder out = new StringBuilder();
    int width = LABEL + WIDTH + VALUE;
    out.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 %d %d\" "
            .formatted(width, bars.size() * ROW + 8));
    out.append("width=\"%d\" font-family=\"sans-serif\" font-size=\"13\">".formatted(width));
    for (int i = 0; i < bars.size(); i++) {
      bar(out, bars.get(i), i * ROW + 4);
    }
    return out.append("</svg>").toString();
  }

  private static void bar(StringBuilder out, Bar bar, int y) {
    double length = bar.value() * WIDTH / 100;
    double mark = LABEL + bar.mark() * WIDTH / 100;
    out.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"18\" fill=\"#4a86c5\"/>"
                + "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#d1495b\" "
                + "stroke-width=\"3\"/><text x=\"%.1f\" y=\"%d\">%.2f</text>",
            LABEL - 8,
            y + 14,
            HtmlReport.escape(bar.label()),
            LABEL,
            y,
            length,
            mark,
            mark,
            y - 1,
            y + 19,
            LABEL + length + 6,
            y + 14,
            bar.value()));
  }
}
