package dev.sluice.edge.core;

import dev.sluice.offload.Decision;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** What the dispatcher has counted since the start. */
final class DispatchCounters {
  private final Map<Outcome.Placement, Long> placements = new EnumMap<>(Outcome.Placement.class);
  private final Map<Outcome.Status, Long> statuses = new EnumMap<>(Outcome.Status.class);
  private final Map<String, Long> reasons = new TreeMap<>();
  private final Map<DispatchStats.Decided, Long> decisions = new TreeMap<>();
  private long requests;
  private long lateResults;
  private long unanswerable;
  private long unmatched;
  private long guardFailures;

  void requested() {
    requests++;
  }

  void decided(Decision decision) {
    decisions.merge(new DispatchStats.Decided(decision.action(), decision.reason()), 1L, Long::sum);
  }

  void answered(Outcome outcome) {
    placements.merge(outcome.placement(), 1L, Long::sum);
    statuses.merge(outcome.status(), 1L, Long::sum);
    reasons.merge(outcome.reason(), 1L, Long::sum);
  }

  void lateResult() {
    lateResults++;
  }

  void unanswerable() {
    unanswerable++;
  }

  void unmatched() {
    unmatched++;
  }

  void guardFailed() {
    guardFailures++;
  }

  DispatchStats snapshot(int open, int preparing) {
    return new DispatchStats(
        requests,
        lateResults,
        unanswerable,
        unmatched,
        guardFailures,
        open,
        preparing,
        placements,
        statuses,
        reasons,
        decisions);
  }
}
