package dev.sluice.sim.demo;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A small table that redraws itself in place, for terminals. */
final class LiveTable implements View {
  private static final int BAR_CELLS = 20;

  private final PrintWriter out;
  private int drawn;

  LiveTable(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void note(String text) {
    out.println(text);
    out.flush();
    // What is above stays: the table goes on below the note.
    drawn = 0;
  }

  @Override
  public void show(Moment moment) {
    if (drawn > 0) {
      // Up to the first row, then clear from there.
      out.printf("\033[%dA\033[J", drawn);
    }
    List<String> rows = rows(moment);
    rows.forEach(out::println);
    out.flush();
    drawn = rows.size();
  }

  private static List<String> rows(Moment moment) {
    Progress total = moment.total();
    Progress lately = moment.lately();
    return List.of(
        line("%4ds  %s", moment.elapsed().toSeconds(), moment.phase().words()),
        line(
            "  messages   published %d   acknowledged %d   answered %d   %.0f/s",
            total.published(), total.acknowledged(), total.results(), lately.perSecond()),
        placement("edge", lately),
        placement("cloud", lately),
        placement("fallback", lately),
        line("  latency    p50 %.1f ms   p99 %.1f ms", total.p50Ms(), total.p99Ms()),
        moment.edge().map(LiveTable::backlog).orElse("  backlog    (the edge node is busy)"));
  }

  private static String placement(String name, Progress lately) {
    double share = lately.share(name);
    return line("  %-9s  %s %3.0f%%", name, bar(share), 100 * share);
  }

  static String bar(double share) {
    int full = (int) Math.round(Math.max(0, Math.min(1, share)) * BAR_CELLS);
    return "█".repeat(full) + "░".repeat(BAR_CELLS - full);
  }

  private static String backlog(EdgeReading edge) {
    return line(
        "  backlog    local %d   outbox %d   deferred %d   on the wire %d   link %s   rtt %.0f ms",
        edge.localQueue(),
        edge.outbox(),
        edge.deferred(),
        edge.onWire(),
        edge.link(),
        edge.rttMs());
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
