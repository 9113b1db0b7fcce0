package dev.sluice.offload;

/**
 * Whether the cloud is worth asking: a circuit breaker.
 *
 * <pre>
 *   CLOSED     3 timeouts in a row, or silence            -> OPEN
 *   OPEN       after the back-off, or on any reply        -> HALF_OPEN
 *   HALF_OPEN  one probe at a time; 3 replies             -> CLOSED, back-off 250 ms
 *              probe timed out, or met silence            -> OPEN, back-off doubled, up to 5 s
 * </pre>
 */
final class Breaker {
  enum State {
    CLOSED("closed"),
    OPEN("open"),
    HALF_OPEN("half-open");

    private final String word;

    State(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  private static final int TIMEOUTS_TO_OPEN = 3;
  private static final int REPLIES_TO_CLOSE = 3;
  private static final long BACKOFF_MIN_NANOS = 250_000_000L;
  private static final long BACKOFF_MAX_NANOS = 5_000_000_000L;

  /** A probe without an answer for this long has failed, whatever became of it. */
  private static final long PROBE_PATIENCE_NANOS = BACKOFF_MAX_NANOS;

  // valid for the process
  private State state = State.CLOSED;
  private long backoffNanos = BACKOFF_MIN_NANOS;

  // valid in the present state
  private int timeouts;
  private int replies;
  private long openUntilNanos;
  private boolean probing;
  private long probeSinceNanos;

  State state(long nowNanos) {
    if (state == State.OPEN && nowNanos - openUntilNanos >= 0) {
      enterHalfOpen();
    }
    return state;
  }

  /** Whether one more request may be sent now. */
  boolean admits(long nowNanos) {
    State current = state(nowNanos);
    return current == State.CLOSED || (current == State.HALF_OPEN && !probing);
  }

  void onSent(long nowNanos) {
    if (state == State.HALF_OPEN) {
      probing = true;
      probeSinceNanos = nowNanos;
    }
  }

  void onReply() {
    timeouts = 0;
    if (state == State.OPEN) {
      enterHalfOpen();
    }
    if (state == State.HALF_OPEN) {
      probing = false;
      replies++;
      if (replies >= REPLIES_TO_CLOSE) {
        state = State.CLOSED;
        backoffNanos = BACKOFF_MIN_NANOS;
      }
    }
  }

  /** A request sent at {@code sentNanos} had no answer by its deadline. */
  void onTimeout(long sentNanos, long nowNanos) {
    if (state == State.CLOSED) {
      timeouts++;
      if (timeouts >= TIMEOUTS_TO_OPEN) {
        open(nowNanos);
      }
    } else if (isProbe(sentNanos)) {
      reopen(nowNanos);
    }
  }

  /** A request sent at {@code sentNanos} ended without telling anything: another may probe. */
  void onInconclusive(long sentNanos) {
    if (isProbe(sentNanos)) {
      probing = false;
    }
  }

  private boolean isProbe(long sentNanos) {
    return state == State.HALF_OPEN && probing && sentNanos - probeSinceNanos >= 0;
  }

  /**
   * Bytes are outstanding and nothing has been heard since {@code sinceNanos}; a probe is given
   * {@code limitNanos} of its own.
   */
  void onQuiet(long sinceNanos, long limitNanos, long nowNanos) {
    if (state == State.CLOSED && nowNanos - sinceNanos > limitNanos) {
      open(nowNanos);
    } else if (state == State.HALF_OPEN && probing) {
      long quiet = nowNanos - Math.max(sinceNanos, probeSinceNanos);
      if (quiet > limitNanos) {
        reopen(nowNanos);
      }
    }
  }

  /** Time passes: a probe that vanished must not keep the breaker half open for ever. */
  void onTick(long nowNanos) {
    if (state == State.HALF_OPEN && probing && nowNanos - probeSinceNanos > PROBE_PATIENCE_NANOS) {
      reopen(nowNanos);
    }
  }

  void onLinkDown() {
    probing = false;
  }

  /** A new connection is worth a probe at once. */
  void onLinkUp() {
    timeouts = 0;
    if (state == State.OPEN) {
      enterHalfOpen();
    }
  }

  private void reopen(long nowNanos) {
    backoffNanos = Math.min(2 * backoffNanos, BACKOFF_MAX_NANOS);
    open(nowNanos);
  }

  private void open(long nowNanos) {
    state = State.OPEN;
    openUntilNanos = nowNanos + backoffNanos;
    timeouts = 0;
  }

  private void enterHalfOpen() {
    state = State.HALF_OPEN;
    replies = 0;
    probing = false;
  }
}
