package dev.sluice.inference.guard;

import java.util.EnumMap;
import java.util.Map;

/** What a guard has seen since the start. */
final class GuardCounts {
  private final Map<Verdict, Long> replies = new EnumMap<>(Verdict.class);
  private final Map<GuardOutput.Reason, Long> unreplied = new EnumMap<>(GuardOutput.Reason.class);
  private long retries;
  private long timeouts;
  private long lateReplies;

  GuardCounts() {
    for (Verdict verdict : Verdict.values()) {
      replies.put(verdict, 0L);
    }
    for (GuardOutput.Reason reason : GuardOutput.Reason.values()) {
      unreplied.put(reason, 0L);
    }
  }

  void replied(Verdict verdict) {
    replies.merge(verdict, 1L, Long::sum);
  }

  void ended(GuardOutput.Reason reason) {
    unreplied.merge(reason, 1L, Long::sum);
  }

  void retried() {
    retries++;
  }

  void timedOut() {
    timeouts++;
  }

  void lateReply() {
    lateReplies++;
  }

  GuardStats stats(BreakerState breaker, long opened, int limit, int inFlight, int waiting) {
    return new GuardStats(
        breaker,
        opened,
        limit,
        inFlight,
        waiting,
        replies,
        unreplied,
        retries,
        timeouts,
        lateReplies);
  }
}
