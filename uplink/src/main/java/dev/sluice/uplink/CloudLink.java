package dev.sluice.uplink;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * The cloud's half of the request plane: says RECEIVED, drops duplicates by (edge, epoch, request
 * id) until deadline + grace, and keeps each answer until the edge confirms it, so that an edge
 * node that was away gets it when it asks again.
 */
public final class CloudLink {

  /**
   * @param grace how long after its deadline a request id is remembered
   * @param keepDeferred how long an answer without deadline waits for its edge node
   * @param requestsMax ids and answers remembered per edge life
   * @param edgesMax edge lives remembered, the least recently heard forgotten first
   */
  public record Settings(Duration grace, Duration keepDeferred, int requestsMax, int edgesMax) {}

  /** What the link asks. */
  public sealed interface Output {
    /** Publish these bytes (QoS 1) on the edge's down topic. */
    record Send(String edgeId, byte[] bytes) implements Output {}

    /**
     * Run this model; answer by {@link CloudLink#onOutcome}. Deadline is monotonic on this side.
     */
    record Run(Envelope.Request request, long arrivalNanos, long deadlineNanos) implements Output {}
  }

  public CloudLink(Settings settings, Consumer<? super Output> output) {
    throw new UnsupportedOperationException("contract only");
  }

  /**
   * Bytes from the up topic of {@code edgeId}: an envelope that names another edge is dropped and
   * counted.
   */
  public void onBytes(String edgeId, byte[] bytes, long nowNanos) {}

  /** The model has run, or could not. */
  public void onOutcome(Envelope.Answer answer, long nowNanos) {}

  public void onTimer(long nowNanos) {}

  public long nextTimerNanos() {
    return Long.MAX_VALUE;
  }

  public Stats stats() {
    throw new UnsupportedOperationException("contract only");
  }

  public record Stats(
      long requests,
      long duplicates,
      long answers,
      long replays,
      long dropped,
      int edges,
      int remembered) {}
}
