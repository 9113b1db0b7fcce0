package dev.sluice.inference.guard;

import dev.sluice.inference.guard.GuardOutput.Abandon;
import dev.sluice.inference.guard.GuardOutput.Begin;
import dev.sluice.inference.guard.GuardOutput.End;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Watches what a guard asks, and throws when it is not what a guard may ask. */
final class GuardChecker implements Consumer<GuardOutput> {
  private final int inFlightMax;
  private final int attemptsMax;
  private final Map<Long, Long> open = new HashMap<>();
  private final Map<Long, Integer> attempts = new HashMap<>();
  private final Set<Long> inFlight = new HashSet<>();
  private long nowNanos;
  private long closedUntilNanos = Long.MIN_VALUE;

  GuardChecker(int inFlightMax, int attemptsMax) {
    this.inFlightMax = inFlightMax;
    this.attemptsMax = attemptsMax;
  }

  void at(long now) {
    nowNanos = now;
  }

  void onRequest(long callId, long deadlineNanos) {
    open.put(callId, deadlineNanos);
  }

  void onReply(long callId) {
    inFlight.remove(callId);
  }

  /** No call may begin before then. */
  void onOpened(long untilNanos) {
    closedUntilNanos = untilNanos;
  }

  int inFlight() {
    return inFlight.size();
  }

  @Override
  public void accept(GuardOutput output) {
    long id = output.callId();
    require(open.containsKey(id), output, "of a call that is not open");
    if (output instanceof Begin begin) {
      require(nowNanos >= closedUntilNanos, output, "while the breaker is open");
      require(begin.attempt() == attempts.merge(id, 1, Integer::sum), output, "out of order");
      require(begin.attempt() <= attemptsMax, output, "more attempts than allowed");
      require(inFlight.add(id), output, "while in flight");
      require(inFlight.size() <= inFlightMax, output, "above the limit");
      require(nowNanos < open.get(id), output, "after its deadline");
    } else if (output instanceof Abandon) {
      require(inFlight.remove(id), output, "not in flight");
    } else if (output instanceof End) {
      require(!inFlight.contains(id), output, "still in flight");
      require(nowNanos <= open.remove(id), output, "after its deadline");
    }
  }

  /** When nothing more will happen. */
  void atTheEnd() {
    if (!open.isEmpty()) {
      throw new AssertionError("never ended: " + open.keySet());
    }
  }

  private void require(boolean holds, GuardOutput output, String fault) {
    if (!holds) {
      throw new AssertionError(output + " " + fault + " at " + nowNanos);
    }
  }
}
