package dev.sluice.uplink;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * The edge's half of the request plane: knows which requests the cloud has, which are unanswered,
 * and whether the cloud answers end to end. It neither orders nor places: what it is given goes out
 * at once.
 */
public final class EdgeLink {

  /**
   * @param pingInterval between pings while nothing else proves the cloud alive
   * @param stallAfter silence with something outstanding after which the cloud counts as not
   *     answering
   * @param resendAfter a request without RECEIVED is sent again, while the link is up
   */
  public record Settings(Duration pingInterval, Duration stallAfter, Duration resendAfter) {}

  /** What the link asks or tells. */
  public sealed interface Output {
    /** Publish these bytes (QoS 1) on the up topic. */
    record Send(byte[] bytes) implements Output {}

    record Received(long requestId) implements Output {}

    record Answered(Envelope.Answer answer) implements Output {}

    record RoundTrip(long rttNanos) implements Output {}

    /** The cloud answers end to end again, or for the first time. */
    record Responsive() implements Output {}

    /** Connected or not, the cloud has stopped answering. */
    record Stalled() implements Output {}
  }

  public EdgeLink(LinkId link, Settings settings, Consumer<? super Output> output) {
    throw new UnsupportedOperationException("contract only");
  }

  /**
   * The MQTT session to the cloud's broker is up and subscribed; unanswered requests are NOT resent
   * by itself until told by {@link #send}.
   */
  public void onUp(long nowNanos) {}

  public void onDown(long nowNanos) {}

  /**
   * Sends (or sends again) a request; {@code deadlineNanos} is monotonic, {@link Long#MAX_VALUE}
   * for none.
   */
  public void send(
      long requestId,
      String model,
      int priority,
      float[] features,
      long deadlineNanos,
      long nowNanos) {}

  /** Forgets a request: a later answer is confirmed and dropped, and counted. */
  public void forget(long requestId) {}

  /**
   * Bytes from the down topic; malformed ones and those of another epoch are counted and dropped.
   */
  public void onBytes(byte[] bytes, long nowNanos) {}

  public void onTimer(long nowNanos) {}

  public long nextTimerNanos() {
    return Long.MAX_VALUE;
  }

  public boolean responsive() {
    return false;
  }

  public Stats stats() {
    throw new UnsupportedOperationException("contract only");
  }

  public record Stats(
      long sent,
      long resent,
      long received,
      long answered,
      long lateAnswers,
      long dropped,
      int unanswered) {}
}
