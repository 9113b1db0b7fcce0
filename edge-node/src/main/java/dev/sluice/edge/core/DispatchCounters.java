package dev.sluice.edge.core;

import dev.sluice.offload.Action;
import dev.sluice.offload.Decision;
import dev.sluice.offload.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** What the dispatcher has counted since the start. */
final class DispatchCounters {
  private final Map<Outcome.Placement, Long> placements = new EnumMap<>(Outcome.Placement.class);
  private final Map<Outcome.Status, Long> statuses = new EnumMap<>(Outcome.Status.class);
  private final Map<String, Long> reasons = new TreeMap<>();
  private final long[][] decisions = new long[Action.values().length][Reason.values().length];
  private long requests;
  private long lateResults;
  private long unanswerable;

  void requested() {
    requests++;
  }

  void decided(Decision decision) {
    decisions[decision.action().ordinal()][decision.reason().ordinal()]++;
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

  DispatchStats snapshot(int open, int preparing) {
    return new DispatchStats(
        requests,
        lateResults,
        unanswerable,
        open,
        preparing,
        placements,
        statuses,
        reasons,
        decisions());
  }

  private Map<DispatchStats.Decided, Long> decisions() {
    Map<DispatchStats.Decided, Long> map = new TreeMap<>();
    for (Action action : Action.values()) {
      for (Reason reason : Reason.values()) {
        long count = decisions[action.ordinal()][reason.ordinal()];
        if (count > 0) {
          map.put(new DispatchStats.Decided(action, reason), count);
        }
      }
    }
    return map;
  }
}
