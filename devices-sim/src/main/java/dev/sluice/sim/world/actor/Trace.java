package dev.sluice.sim.world.actor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** What has happened, one line per event; words are made only of what is read. */
public final class Trace {
  private static final int KEPT = 256;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Timeline timeline;
  private final Optional<Consumer<String>> listener;
  private final long[] times = new long[KEPT];
  private final String[] actors = new String[KEPT];
  private final String[] verbs = new String[KEPT];
  private final Object[] details = new Object[KEPT];
  private int count;

  /**
   * @param listener is told every line, as it happens
   */
  public Trace(Timeline timeline, Optional<Consumer<String>> listener) {
    this.timeline = timeline;
    this.listener = listener;
  }

  /**
   * @param detail a value whose words depend on nothing but itself
   */
  void add(String actor, String verb, Object detail) {
    int at = count++ % KEPT;
    times[at] = timeline.nowNanos();
    actors[at] = actor;
    verbs[at] = verb;
    details[at] = detail;
    if (listener.isPresent()) {
      listener.get().accept(line(at));
    }
  }

  /** The latest lines, oldest first. */
  public List<String> latest(int lines) {
    List<String> latest = new ArrayList<>();
    for (int i = Math.max(0, count - Math.min(lines, KEPT)); i < count; i++) {
      latest.add(line(i % KEPT));
    }
    return latest;
  }

  private String line(int at) {
    return String.format(
        Locale.ROOT,
        "%12.6f  %-12s %-12s %s",
        times[at] / NANOS_PER_SECOND,
        actors[at],
        verbs[at],
        Words.of(details[at]));
  }
}
