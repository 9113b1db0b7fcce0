package dev.sluice.uplink;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Answers that arrived and that the cloud has not been told of yet. */
final class ConfirmBatch {
  /** At this number the batch goes out without waiting. */
  static final int FULL = 64;

  /** How long an answer waits for others to be confirmed with it. */
  static final long DELAY_NANOS = Duration.ofMillis(20).toNanos();

  private static final long NEVER = Long.MAX_VALUE;

  private final ArrayDeque<Long> requestIds = new ArrayDeque<>();
  private long dueNanos = NEVER;

  void add(long requestId, long nowNanos) {
    if (requestIds.size() == Envelope.IDS_MAX) {
      requestIds.removeFirst(); // only in a long outage; the cloud forgets by time as well
    }
    requestIds.addLast(requestId);
    dueNanos = requestIds.size() >= FULL ? nowNanos : Math.min(dueNanos, nowNanos + DELAY_NANOS);
  }

  long dueNanos() {
    return dueNanos;
  }

  List<Long> take() {
    List<Long> taken = new ArrayList<>(requestIds);
    requestIds.clear();
    dueNanos = NEVER;
    return taken;
  }
}
