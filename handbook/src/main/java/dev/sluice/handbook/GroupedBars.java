package dev.sluice.handbook;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Horizontal bars from 0 to 100 in groups, as SVG; the same numbers, the same bytes. */
final class GroupedBars {
  private static final List<String> COLOURS =
      List.of("#2f6f9f", "#e0903a", "#5a9a5a", "#a05a8c", "#8a8a8a", "#c0504d");
  private static final int LABEL = 170;
  private static final int WIDTH = 480;
  private static final int VALUE = 60;
  private static final int BAR = 14;
  private static final int GAP = 10;
  private static final int HEAD = 52;

  private final StringBuilder out = new StringBuilder();
  private final List<String> series;

  private GroupedBars(Set<String> series) {
    this.series = List.copyOf(series);
  }

  /**
   * @param groups from 0 to 100, by group and series
   */
  static String svg(String title, Map<String, Map<String, Double>> groups) {
    Set<String> series = new LinkedHashSet<>();
    groups.values().forEach(group -> series.addAll(group.keySet()));
    return new GroupedBars(series).draw(title, groups);
  }

  private String draw(String title, Map<String, Map<String, Double>> groups) {
    int bars = groups.values().stream().mapToInt(Map::size).sum();
    int height = HEAD + bars * BAR + groups.size() * GAP;
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 %d %d\""
            + " font-family=\"sans-serif\" font-size=\"12\">",
        LABEL + WIDTH + VALUE, height);
    line("<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
    line("<text x=\"8\" y=\"18\" font-weight=\"bold\">%s</text>", escape(title));
    legend();
    int y = HEAD;
    for (Map.Entry<String, Map<String, Double>> group : groups.entrySet()) {
      line(
          "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
          LABEL - 8, y + (group.getValue().size() * BAR) / 2 + 4, escape(group.getKey()));
      for (Map.Entry<String, Double> bar : group.getValue().entrySet()) {
        bar(bar.getKey(), bar.getValue(), y);
        y += BAR;
      }
      y += GAP;
    }
    line("</svg>");
    return out.toString();
  }

  private void legend() {
    int x = LABEL;
    for (String name : series) {
      line("<rect x=\"%d\" y=\"28\" width=\"10\" height=\"10\" fill=\"%s\"/>", x, colour(name));
      line("<text x=\"%d\" y=\"37\">%s</text>", x + 14, escape(name));
      x += 30 + 8 * name.length();
    }
  }

  private void bar(String name, double value, int y) {
    double length = value * WIDTH / 100;
    line(
        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
        LABEL, y, length, BAR - 2, colour(name));
    line(
        "<text x=\"%.1f\" y=\"%d\" font-size=\"10\">%.1f</text>",
        LABEL + length + 4, y + 10, value);
  }

  private String colour(String name) {
    return COLOURS.get(series.indexOf(name) % COLOURS.size());
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values));
    out.append('\n');
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
