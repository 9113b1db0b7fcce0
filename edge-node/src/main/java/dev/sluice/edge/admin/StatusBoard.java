package dev.sluice.edge.admin;

import dev.sluice.edge.core.EdgeStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The latest status of the node: posted by the broker loop every {@link #PERIOD}, read by any
 * thread. Its age is the proof that the loop turns.
 */
public final class StatusBoard {
  public static final Duration PERIOD = Duration.ofMillis(250);

  private record Posting(EdgeStatus status, long atNanos) {}

  private final LongSupplier clock;
  private volatile Optional<Posting> latest = Optional.empty();

  /**
   * @param clock monotonic nanoseconds
   */
  public StatusBoard(LongSupplier clock) {
    this.clock = clock;
  }

  public void post(EdgeStatus status) {
    latest = Optional.of(new Posting(status, clock.getAsLong()));
  }

  /** Empty until the node has started. */
  Optional<EdgeStatus> latest() {
    return latest.map(Posting::status);
  }

  /** How long ago the broker loop last posted; zero before it ever did. */
  Duration age() {
    return latest
        .map(posting -> Duration.ofNanos(clock.getAsLong() - posting.atNanos()))
        .orElse(Duration.ZERO);
  }
}
