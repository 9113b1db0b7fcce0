package dev.sluice.bench.load;

/**
 * What arrived in an interval.
 *
 * @param messages delivered to subscribers
 */
public record Throughput(long messages, long nanos) {
  private static final double NANOS_PER_SECOND = 1e9;

  public double perSecond() {
    return messages * NANOS_PER_SECOND / nanos;
  }
}
