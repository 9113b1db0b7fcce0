package dev.sluice.sim.signal;

import java.util.List;

/** The stretches of a series in which somebody saw an anomaly. */
public record LabelWindows(List<Window> windows) {

  /** From and to, both inclusive, in epoch milliseconds. */
  public record Window(long fromMillis, long toMillis) {
    public Window {
      if (toMillis < fromMillis) {
        throw new IllegalArgumentException("a window that ends before it begins");
      }
    }

    boolean holds(long millis) {
      return fromMillis <= millis && millis <= toMillis;
    }
  }

  public LabelWindows {
    windows = List.copyOf(windows);
  }

  boolean hold(long millis) {
    return windows.stream().anyMatch(window -> window.holds(millis));
  }
}
