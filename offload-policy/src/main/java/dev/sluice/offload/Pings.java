package dev.sluice.offload;

/**
 * Which pings tell how long the way to the cloud is: those that stood behind nothing. Of a wire
 * with requests on it all the time they are what tells a longer way from a slower one.
 */
final class Pings {
  /** One that follows a request sooner cannot be told from it: jitter may be as much. */
  private static final long APART_NANOS = 10_000_000L;

  private long learnedNanos;

  // valid for the connection
  private boolean received;
  private long receivedSentNanos;
  private long receivedNanos;

  void onConnected() {
    received = false;
  }

  /** A request that was sent then is acknowledged now. */
  void onReceived(long sentNanos, long nowNanos) {
    received = true;
    receivedSentNanos = sentNanos;
    receivedNanos = nowNanos;
  }

  /**
   * Whether the wire was empty for a ping that was sent then and is answered now: what was sent
   * long before it has been acknowledged long before.
   *
   * @param sent what has not been acknowledged
   */
  boolean stoodBehindNothing(SendOrder sent, long sentNanos, long nowNanos) {
    if (!sent.isEmpty() && sent.oldest().startedNanos <= sentNanos) {
      return false;
    }
    long apartNanos = sentNanos - receivedSentNanos;
    boolean apart = apartNanos > APART_NANOS && nowNanos - receivedNanos > apartNanos / 2;
    return !received || apart;
  }

  /** Since the last one that has told something; this one does. */
  long sinceLearned(long nowNanos) {
    long since = nowNanos - learnedNanos;
    learnedNanos = nowNanos;
    return since;
  }
}
