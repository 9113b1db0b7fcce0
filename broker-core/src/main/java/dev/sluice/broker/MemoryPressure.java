package dev.sluice.broker;

/** How much of the memory that messages may take is taken, in steps of what is done about it. */
public enum MemoryPressure {
  /** Nothing has to be done. */
  NONE(0, 0),
  /** What the journal has too is on disk only, and nothing more is retained. */
  SPILLING(70, 65),
  /** What waits at QoS 0 is dropped, and nothing more waits at QoS 0. */
  DROPPING(85, 80),
  /** Publications of QoS 1 and 2 are refused, and clients without a session too. */
  REFUSING(95, 90);

  private static final MemoryPressure[] ALL = values();

  private final int fromPercent;
  private final int untilPercent;

  MemoryPressure(int fromPercent, int untilPercent) {
    this.fromPercent = fromPercent;
    this.untilPercent = untilPercent;
  }

  /** It begins with so many bytes of the most. */
  long begins(long max) {
    return share(max, fromPercent);
  }

  /** It ends below so many, which are fewer: a step is not taken back and forth. */
  long ends(long max) {
    return share(max, untilPercent);
  }

  private static long share(long max, int percent) {
    return (long) (max / 100.0 * percent);
  }

  boolean isAtLeast(MemoryPressure other) {
    return compareTo(other) >= 0;
  }

  /** The step that holds with so many bytes after this one. */
  MemoryPressure after(long bytes, long max) {
    MemoryPressure step = this;
    while (step != REFUSING && bytes >= ALL[step.ordinal() + 1].begins(max)) {
      step = ALL[step.ordinal() + 1];
    }
    while (step != NONE && bytes < step.ends(max)) {
      step = ALL[step.ordinal() - 1];
    }
    return step;
  }
}
