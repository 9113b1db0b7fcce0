package dev.sluice.sim.link;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a link is like.
 *
 * @param latency one way
 * @param jitter added to each chunk's latency, between 0 and this; order is kept
 * @param bufferBytes how much one direction of one connection holds before its sender is stopped
 * @param resetEvery mean time between resets of all connections; empty: none
 */
public record LinkSettings(
    Duration latency,
    Duration jitter,
    Bandwidth up,
    Bandwidth down,
    int bufferBytes,
    Optional<Duration> resetEvery,
    List<Outage> outages,
    long seed) {

  static final int BUFFER_BYTES_DEFAULT = 256 * 1024;

  public LinkSettings {
    if (latency.isNegative() || jitter.isNegative()) {
      throw new IllegalArgumentException("latency and jitter must be 0 or more");
    }
    if (bufferBytes < 1) {
      throw new IllegalArgumentException("buffer must be 1 byte or more, found " + bufferBytes);
    }
    if (resetEvery.filter(every -> every.isZero() || every.isNegative()).isPresent()) {
      throw new IllegalArgumentException("resets need a mean time above 0 between them");
    }
    outages = List.copyOf(outages);
    requireOneAfterTheOther(outages);
  }

  /** No limit but the latency. */
  public static LinkSettings of(Duration latency, Duration jitter, long seed) {
    return new LinkSettings(
        latency,
        jitter,
        Bandwidth.unlimited(),
        Bandwidth.unlimited(),
        BUFFER_BYTES_DEFAULT,
        Optional.empty(),
        List.of(),
        seed);
  }

  /** The same link with other rates. */
  public LinkSettings withBandwidth(Bandwidth up, Bandwidth down) {
    return new LinkSettings(latency, jitter, up, down, bufferBytes, resetEvery, outages, seed);
  }

  private static void requireOneAfterTheOther(List<Outage> outages) {
    for (int i = 1; i < outages.size(); i++) {
      if (outages.get(i).start().compareTo(outages.get(i - 1).end()) < 0) {
        throw new IllegalArgumentException("outages must follow each other without overlap");
      }
    }
  }
}
