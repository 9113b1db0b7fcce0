package dev.sluice.sim.demo;

import java.io.PrintWriter;
import java.util.Locale;

/** One line per moment, for logs and pipes. */
final class LineView implements View {
  private static final int LINES_PER_HEADING = 20;
  private static final String HEADING =
      " time  phase        msg/s   edge  cloud  fallb     p50     p99  backlog  link";

  private final PrintWriter out;
  private int lines;

  LineView(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void note(String text) {
    out.println(text);
    out.flush();
  }

  @Override
  public void show(Moment moment) {
    if (lines++ % LINES_PER_HEADING == 0) {
      out.println(HEADING);
    }
    Progress lately = moment.lately();
    out.println(
        String.format(
            Locale.ROOT,
            "%4ds  %-11s %6.0f  %4.0f%%  %4.0f%%  %4.0f%%  %4.0fms  %4.0fms  %7s  %s",
            moment.elapsed().toSeconds(),
            moment.phase().words(),
            lately.perSecond(),
            100 * lately.share("edge"),
            100 * lately.share("cloud"),
            100 * lately.share("fallback"),
            moment.total().p50Ms(),
            moment.total().p99Ms(),
            moment.edge().map(edge -> Long.toString(edge.waiting())).orElse("-"),
            moment.edge().map(EdgeReading::link).orElse("-")));
    out.flush();
  }
}
