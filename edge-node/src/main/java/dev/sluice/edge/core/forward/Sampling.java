package dev.sluice.edge.core.forward;

/**
 * Which of the messages of one topic are looked at: the first, then each {@code every}-th, and none
 * sooner than a period after the last that was forwarded.
 *
 * @param every 1 = each
 * @param periodNanos 0 = no pause
 */
public record Sampling(int every, long periodNanos) {
  public static final Sampling ALL = new Sampling(1, 0);

  public Sampling {
    if (every < 1 || periodNanos < 0) {
      throw new IllegalArgumentException("every is at least 1, the period not negative");
    }
  }

  boolean takesAll() {
    return every == 1 && periodNanos == 0;
  }

  /**
   * @param passedOver messages of the topic since the last one that was taken
   */
  boolean takes(int passedOver, long sinceForwardedNanos) {
    return passedOver + 1 >= every && sinceForwardedNanos >= periodNanos;
  }
}
